"""Submitted data as people read them: label and value by page, for check page, case page and audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import override

from engine.forms.answers import type_of
from engine.forms.fields import FieldUse
from engine.forms.form_context import FileFacts, Files, FormContext, NoFiles
from engine.forms.form_definition import FieldDefinition, FormDefinition


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer. rows: the answers of each row of a repeating group, None for other fields.

    direction: ``ltr`` for codes that must not be mirrored. files: of a file field.
    """

    name: str
    label: str
    text: str
    aside: str = ""
    direction: str = ""
    editable: bool = True
    rows: tuple[tuple["AnswerLine", ...], ...] | None = None
    files: tuple[FileFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The answers of one page of the form; fields that are hidden or empty have no line."""

    id: str
    title: str
    lines: tuple[AnswerLine, ...]


def list_answers(
    form: FormDefinition, data: Mapping[str, Any], locale: str, calendar: str, *, files: Files | None = None
) -> list[AnswerPage]:
    """The answered fields of each page, in the order of the form."""
    context = FormContext(person_id="", locale=locale, calendar=calendar, files=files or NoFiles())
    with override(locale):
        return [
            AnswerPage(
                page.id, form.text(f"page.{page.id}", locale), _lines(form, page.fields, data, context)
            )
            for page in form.pages
        ]


def render_answers(
    form: FormDefinition,
    data: Mapping[str, Any],
    locale: str,
    calendar: str,
    *,
    files: Files | None = None,
    file_url: str = "",
) -> SafeString:
    """HTML: a definition list (``answers``) for each page.

    file_url: an address with ``REF`` in it; without one, files are named and not linked.
    """
    from django.template.loader import render_to_string

    pages = list_answers(form, data, locale, calendar, files=files)
    with override(locale):
        return render_to_string("engine/forms/answers.html", {"pages": pages, "file_url": file_url})


def display_values(
    form: FormDefinition, data: Mapping[str, Any], locale: str, calendar: str = "jalali"
) -> dict[str, Any]:
    """The data with each value as text: option names instead of codes, dates and amounts written out.

    Repeating groups are lists of such dicts. Meant for letters and notices.
    """
    context = FormContext(person_id="", locale=locale, calendar=calendar)
    with override(locale):
        return _display(form, tuple(form.fields.values()), data, context)


def _display(
    form: FormDefinition, fields: tuple[FieldDefinition, ...], data: Mapping[str, Any], context: FormContext
) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    for field in fields:
        value = data.get(field.name)
        if value is None:
            shown[field.name] = ""
        elif field.children:
            shown[field.name] = [_display(form, field.children, row, context) for row in value]
        else:
            shown[field.name] = type_of(field).format(value, FieldUse(form, field, context))
    return shown


def _lines(
    form: FormDefinition, fields: tuple[FieldDefinition, ...], data: Mapping[str, Any], context: FormContext
) -> tuple[AnswerLine, ...]:
    return tuple(
        _line(form, field, data[field.name], context) for field in fields if data.get(field.name) is not None
    )


def _line(form: FormDefinition, field: FieldDefinition, value: Any, context: FormContext) -> AnswerLine:
    use, type_ = FieldUse(form, field, context), type_of(field)
    rows: tuple[tuple[AnswerLine, ...], ...] | None = None
    if field.children:
        rows = tuple(_lines(form, field.children, row, context) for row in value)
    refs = (value if isinstance(value, list) else [value]) if field.widget == "file" else []
    return AnswerLine(
        name=field.name,
        label=form.label(field.path, context.locale),
        text=type_.format(value, use),
        aside=type_.aside(value, use),
        direction="ltr" if type_.is_code else str(field.settings.get("direction", "")),
        editable=not field.read_only,
        rows=rows,
        files=tuple(facts for ref in refs if (facts := context.files.facts(ref))),
    )
