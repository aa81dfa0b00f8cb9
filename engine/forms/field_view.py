"""What the templates draw: each item of a page with its label, hint, errors, value and attributes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from engine.forms.answers import type_of
from engine.forms.assessment import Assessment
from engine.forms.dependencies import names_read
from engine.forms.errors import FieldError
from engine.forms.fields import FieldUse
from engine.forms.fields.repeat import most_rows
from engine.forms.form_context import FormContext
from engine.forms.form_definition import FieldDefinition, FormDefinition, Page, TextBlock
from engine.forms.messages import error_text, kinds_text, size_text
from engine.forms.numbers import localise_digits
from engine.forms.posted import html_name

_WIDTHS = {"integer": "short", "decimal": "short", "date": "date", "national_id": "short", "mobile": "short"}


@dataclass(slots=True)
class FieldView:
    """name: of the input and, after ``id_``, its id. details: what its type's template needs besides.

    live: its answer may change which other fields the page shows.
    """

    name: str
    template: str
    label: str
    hint: str
    errors: list[str]
    grouped: bool
    optional: bool
    read_only: bool
    live: bool
    attributes: dict[str, str]
    css: str
    text: str = ""
    aside: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    rows: list["RowView"] = field(default_factory=list)
    may_add: bool = False
    add_text: str = ""

    kind = "field"

    @property
    def id(self) -> str:
        return f"id_{self.name}"

    @property
    def described_by(self) -> str:
        """Ids of hint and error, for ``aria-describedby``."""
        parts = [f"{self.id}_hint"] if self.hint else []
        parts += [f"{self.id}_error"] if self.errors else []
        return " ".join(parts)


@dataclass(slots=True)
class RowView:
    """One card of a repeating group. remove: the value of its remove button."""

    number: int
    title: str
    fields: list[FieldView]
    remove: str


@dataclass(slots=True)
class TextView:
    """A heading or explanation."""

    kind: str
    text: str


@dataclass(slots=True)
class FactsView:
    """Read-only fields that follow one another, drawn as one list."""

    fields: list[FieldView]

    kind = "facts"


PageItem = FieldView | TextView | FactsView


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """A line of the error summary. target: id of the first control of the field."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class _Drawing:
    form: FormDefinition
    context: FormContext
    assessment: Assessment
    errors: Mapping[str, list[FieldError]]
    live: frozenset[str]

    def use(self, definition: FieldDefinition) -> FieldUse:
        return FieldUse(self.form, definition, self.context)


def draw_page(
    form: FormDefinition,
    page: Page,
    raw: Mapping[str, Any],
    assessment: Assessment,
    errors: Iterable[FieldError],
    context: FormContext,
) -> list[PageItem]:
    """The visible items of a page, in order."""
    grouped: dict[str, list[FieldError]] = {}
    for error in errors:
        grouped.setdefault(error.path, []).append(error)
    drawing = _Drawing(form, context, assessment, grouped, names_read(form))
    items: list[PageItem] = []
    for item in page.items:
        if isinstance(item, TextBlock):
            items.append(TextView(item.widget, form.text(f"text.{item.key}", context.locale)))
        elif item.name not in assessment.resolved.hidden:
            value = assessment.resolved.data.get(item.name)
            items.append(_draw(drawing, item, raw.get(item.name), value, item.name))
    return _join_facts(items)


def _join_facts(items: Iterable[PageItem]) -> list[PageItem]:
    joined: list[PageItem] = []
    for item in items:
        if not (isinstance(item, FieldView) and item.read_only):
            joined.append(item)
        elif joined and isinstance(joined[-1], FactsView):
            joined[-1].fields.append(item)
        else:
            joined.append(FactsView([item]))
    return joined


def draw_errors(form: FormDefinition, errors: Iterable[FieldError], context: FormContext) -> list[ErrorLink]:
    """The lines of the error summary."""
    return [
        ErrorLink(
            _row_prefix(form, error, context) + error_text(error, form, context),
            f"id_{html_name(error.path)}",
        )
        for error in errors
    ]


def _row_prefix(form: FormDefinition, error: FieldError, context: FormContext) -> str:
    """``Companion 2: `` before an error in a row."""
    name, bracket, rest = error.path.partition("[")
    if not bracket:
        return ""
    use = FieldUse(form, form.fields[name], context)
    title = use.text("row") or use.text("field")
    return localise_digits(f"{title} {int(rest.partition(']')[0]) + 1}: ", context.locale)


def _draw(drawing: _Drawing, definition: FieldDefinition, raw: Any, value: Any, path: str) -> FieldView:
    use, type_, name = drawing.use(definition), type_of(definition), html_name(path)
    if definition.read_only and not definition.children:
        return _draw_read_only(drawing, definition, value, name)
    view = FieldView(
        name=name,
        template=type_.template,
        label=drawing.form.label(definition.path, drawing.context.locale),
        hint=" ".join(filter(None, (use.text("hint"), _own_hint(definition, use)))),
        errors=[error_text(error, drawing.form, drawing.context) for error in drawing.errors.get(path, ())],
        grouped=type_.grouped,
        optional=path not in drawing.assessment.resolved.required and not definition.children,
        read_only=False,
        live=type_.is_choice and definition.name in drawing.live,
        attributes=_attributes(type_.attributes(use), use),
        css=_css(definition, type_.attributes(use)),
        details=type_.details(raw, use, name),
    )
    if definition.children:
        _draw_rows(drawing, definition, raw if isinstance(raw, list) else [], view)
    return view


def _draw_read_only(drawing: _Drawing, definition: FieldDefinition, value: Any, name: str) -> FieldView:
    use, type_ = drawing.use(definition), type_of(definition)
    return FieldView(
        name=name,
        template="engine/forms/fields/output.html",
        label=drawing.form.label(definition.path, drawing.context.locale),
        hint=use.text("hint"),
        errors=[],
        grouped=False,
        optional=False,
        read_only=True,
        live=False,
        attributes={"dir": str(definition.settings.get("direction", ""))},
        css="",
        text="" if value is None else type_.format(value, use),
        aside="" if value is None else type_.aside(value, use),
    )


def _draw_rows(drawing: _Drawing, group: FieldDefinition, rows: list[Any], view: FieldView) -> None:
    locale = drawing.context.locale
    shown = rows or ([{}] if group.schema.get("minItems") else [])
    title = drawing.use(group).text("row", view.label)
    values = drawing.assessment.resolved.data.get(group.name) or []
    for number, row in enumerate(shown):
        decided = values[number] if number < len(values) else {}
        fields = []
        for child in group.children:
            path = f"{group.name}[{number}].{child.name}"
            if path not in drawing.assessment.resolved.hidden:
                fields.append(_draw(drawing, child, row.get(child.name), decided.get(child.name), path))
        counted = localise_digits(f"{title} {number + 1}", locale)
        view.rows.append(RowView(number, counted, fields, f"remove:{group.name}:{number}"))
    view.may_add = len(shown) < most_rows(group)
    view.add_text = drawing.use(group).text("add") or _("Add a row")


def _attributes(attributes: dict[str, str], use: FieldUse) -> dict[str, str]:
    placeholder = use.text("placeholder")
    return {**attributes, **({"placeholder": placeholder} if placeholder else {})}


def _css(definition: FieldDefinition, attributes: Mapping[str, str]) -> str:
    width = definition.settings.get("width") or _WIDTHS.get(definition.widget, "")
    return f"input--{width}" if width and width != "full" else ""


def _own_hint(definition: FieldDefinition, use: FieldUse) -> str:
    if definition.widget != "file":
        return ""
    settings = definition.settings
    return _("%(kinds)s, at most %(size)s") % {
        "kinds": kinds_text(settings["accept"]),
        "size": size_text(settings["maxBytes"], use.locale),
    }
