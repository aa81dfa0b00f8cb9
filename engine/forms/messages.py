"""The words of errors: what is wrong and how to put it right, in the reader's language."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from engine.forms.calendars import edit_date
from engine.forms.errors import FieldError
from engine.forms.form_context import FormContext
from engine.forms.form_definition import FieldDefinition, FormDefinition
from engine.forms.numbers import format_number, localise_digits

_TEXTS: dict[str, Promise | str] = {
    "required": gettext_lazy("Answer “%(label)s”."),
    "required-choice": gettext_lazy("Choose an answer for “%(label)s”."),
    "required-file": gettext_lazy("Choose a file for “%(label)s”."),
    "required-rows": gettext_lazy("Add at least one row to “%(label)s”."),
    "too-long": gettext_lazy("“%(label)s” may have at most %(limit)s characters."),
    "too-short": gettext_lazy("“%(label)s” needs at least %(limit)s characters."),
    "number-form": gettext_lazy("Type “%(label)s” as a number, for example 1250."),
    "number-whole": gettext_lazy("“%(label)s” must be a whole number without fractions."),
    "number-size": gettext_lazy("“%(label)s” is too large. Check the number of digits."),
    "number-minimum": gettext_lazy("“%(label)s” must be %(limit)s or more."),
    "number-maximum": gettext_lazy("“%(label)s” must be %(limit)s or less."),
    "number-above": gettext_lazy("“%(label)s” must be more than %(limit)s."),
    "number-below": gettext_lazy("“%(label)s” must be less than %(limit)s."),
    "money-whole": gettext_lazy("Type “%(label)s” in whole rial, without fractions."),
    "money-negative": gettext_lazy("“%(label)s” cannot be negative."),
    "date-form": gettext_lazy("Type “%(label)s” as year, month and day, for example %(example)s."),
    "date-year": gettext_lazy(
        "The year of “%(label)s” is not clear. Type it with four digits, for example %(example)s."
    ),
    "date-day": gettext_lazy(
        "“%(label)s” is a day that is not in the calendar. Check the day and the month."
    ),
    "choice-unknown": gettext_lazy("Choose one of the offered answers for “%(label)s”."),
    "consent-needed": gettext_lazy("To go on, tick “%(label)s”."),
    "national-id-form": gettext_lazy("“%(label)s” has ten digits."),
    "national-id-check": gettext_lazy("“%(label)s” is not a valid national id. Check the digits again."),
    "mobile-form": gettext_lazy("Type “%(label)s” with eleven digits, for example 09123456789."),
    "plate-form": gettext_lazy("The plate is not complete. Check: %(parts)s."),
    "file-type": gettext_lazy(
        "The file “%(name)s” is of a kind that cannot be accepted. Send one of: %(accepted)s."
    ),
    "file-disguised": gettext_lazy(
        "The content of “%(name)s” does not fit its name. Save the file again in its right format and send it."
    ),
    "file-damaged": gettext_lazy("The file “%(name)s” is damaged and cannot be opened. Send it again."),
    "file-empty": gettext_lazy("The file “%(name)s” is empty. Choose another one."),
    "file-size": gettext_lazy("The file “%(name)s” is larger than %(limit)s. Send a smaller one."),
    "file-count": gettext_lazy("You can send at most %(limit)s files for “%(label)s”."),
    "file-unknown": gettext_lazy("The file of “%(label)s” is no longer here. Send it again."),
    "rows-few": gettext_lazy("“%(label)s” needs at least %(limit)s rows."),
    "rows-many": gettext_lazy("“%(label)s” may have at most %(limit)s rows."),
    "key-unknown": gettext_lazy("“%(path)s” does not belong to this form."),
    "rule": gettext_lazy("The answer to “%(label)s” cannot be accepted."),
    "value-form": gettext_lazy("Check the answer to “%(label)s”."),
}
_REQUIRED_BY_WIDGET = {
    "radio": "required-choice",
    "select": "required-choice",
    "yesno": "required-choice",
    "file": "required-file",
    "repeat": "required-rows",
    "consent": "consent-needed",
}
_PLATE_PARTS = {
    "two_digits": gettext_lazy("the two digits on the left"),
    "letter": gettext_lazy("the letter"),
    "three_digits": gettext_lazy("the three digits"),
    "region": gettext_lazy("the two digits of the region"),
}
_KINDS = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
}


def error_text(error: FieldError, form: FormDefinition, context: FormContext) -> str:
    """The sentence for a person who filled the form."""
    with override(context.locale):
        if error.message:
            return localise_digits(form.text(f"message.{error.message}", context.locale), context.locale)
        field = field_at(form, error.path)
        code = error.code
        if code == "required" and field is not None:
            code = _REQUIRED_BY_WIDGET.get(field.widget, code)
        template = str(_TEXTS.get(code, _TEXTS["value-form"]))
        return localise_digits(template % _params(error, form, field, context), context.locale)


def field_at(form: FormDefinition, path: str) -> FieldDefinition | None:
    """The field of an error's path: ``family[0].relation``."""
    name, bracket, rest = path.partition("[")
    field = form.fields.get(name)
    inner = rest.partition("].")[2]
    if field is None or not bracket or not inner:
        return field
    return next((child for child in field.children if child.name == inner), None)


def _params(
    error: FieldError, form: FormDefinition, field: FieldDefinition | None, context: FormContext
) -> dict[str, Any]:
    label = form.label(field.path, context.locale) if field else error.path
    params: dict[str, Any] = {
        "label": label,
        "path": error.path,
        "limit": "",
        "example": "",
        "name": "",
        **error.params,
    }
    for name, write in _WRITERS.items():
        if name in params:
            params[name] = write(params[name], error, context)
    if not params["example"]:
        params["example"] = edit_date(context.now.date(), context.calendar, context.locale)
    return params


def _write_limit(value: Any, error: FieldError, context: FormContext) -> str:
    if error.code == "file-size":
        return size_text(int(value), context.locale)
    return format_number(value, context.locale) if isinstance(value, int) else str(value)


def _write_parts(value: Any, error: FieldError, context: FormContext) -> str:
    return _(", ").join(str(_PLATE_PARTS[part]) for part in value)


def _write_kinds(value: Any, error: FieldError, context: FormContext) -> str:
    return _(", ").join(_KINDS.get(kind, kind) for kind in value)


_WRITERS: dict[str, Callable[[Any, FieldError, FormContext], str]] = {
    "limit": _write_limit,
    "parts": _write_parts,
    "accepted": _write_kinds,
}


def size_text(size: int, locale: str) -> str:
    """A size in bytes as one reads it: ``2 MB``."""
    if size >= 1_000_000:
        text = _("%(number)s MB") % {"number": f"{size / 1_000_000:.1f}".removesuffix(".0")}
    else:
        text = _("%(number)s KB") % {"number": max(1, round(size / 1000))}
    return localise_digits(text, locale).replace(".", "٫" if locale == "fa" else ".")


def kinds_text(accept: tuple[str, ...] | list[str]) -> str:
    """The accepted kinds of files, for a hint: ``PDF, JPEG``."""
    return _(", ").join(_KINDS.get(kind, kind) for kind in accept)
