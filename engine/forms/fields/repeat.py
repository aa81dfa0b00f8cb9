"""A repeating group: rows of the same fields, shown as cards, added and removed by plain submits."""

from collections.abc import Iterator
from typing import Any

from engine.forms.fields.field_type import FieldType, FieldUse, Posted, Raw
from engine.forms.fields.registry import field_type
from engine.forms.form_definition import FieldDefinition
from engine.forms.numbers import format_number

MOST_ROWS = 200


class RepeatField(FieldType):
    """Raw: a list of rows, each ``{field name: raw}``. Inputs are named ``family-0-relation``."""

    name = "repeat"
    template = "engine/forms/fields/repeat.html"
    grouped = True
    schemas = ({"type": "array"},)

    def problems(self, field: FieldDefinition) -> Iterator[str]:
        yield from super().problems(field)
        if field.schema.get("items", {}).get("type") != "object":
            yield "the items of a repeating group must be objects"
        if not field.children:
            yield "a repeating group needs items"
        if any(child.widget == self.name for child in field.children):
            yield "a repeating group inside another is not supported yet"

    def read(self, posted: Posted, name: str, use: FieldUse, before: Raw) -> Raw:
        """The posted rows, blank ones too: a button of the page names a row by its place."""
        kept = before if isinstance(before, list) else []
        rows = []
        for number in _row_numbers(posted, name):
            old = kept[number] if number < len(kept) else {}
            row = {}
            for child in use.field.children:
                html_name, type_ = f"{name}-{number}-{child.name}", field_type(child.widget)
                child_use = FieldUse(use.form, child, use.context)
                shown = posted.is_shown(html_name)
                row[child.name] = (
                    type_.read(posted, html_name, child_use, old.get(child.name))
                    if shown
                    else old.get(child.name)
                )
            rows.append(row)
        return rows

    def is_blank(self, raw: Raw) -> bool:
        return not raw

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        raise NotImplementedError("rows are parsed by engine.forms.answers")

    def raw(self, value: Any, use: FieldUse) -> Raw:
        return [
            {
                child.name: field_type(child.widget).raw(
                    row[child.name], FieldUse(use.form, child, use.context)
                )
                for child in use.field.children
                if row.get(child.name) is not None
            }
            for row in value
        ]

    def format(self, value: Any, use: FieldUse) -> str:
        return format_number(len(value), use.locale)


def is_blank_row(row: dict[str, Any], field: FieldDefinition) -> bool:
    """Whether no field of the row was answered."""
    return all(field_type(child.widget).is_blank(row.get(child.name)) for child in field.children)


def most_rows(field: FieldDefinition) -> int:
    """How many rows the schema allows."""
    return min(int(field.schema.get("maxItems", MOST_ROWS)), MOST_ROWS)


def _row_numbers(posted: Posted, name: str) -> list[int]:
    numbers = [int(text) for text in posted.texts(f"{name}-row") if text.isascii() and text.isdigit()]
    return [number for number in dict.fromkeys(numbers) if number < 2 * MOST_ROWS][: MOST_ROWS + 1]
