"""The buttons inside a page: add or remove a row, remove a file. Each is a plain submit."""

from collections.abc import Mapping
from typing import Any

from engine.forms.fields.repeat import is_blank_row, most_rows
from engine.forms.form_definition import Page


def apply_row_action(action: str, raw: Mapping[str, Any], page: Page) -> tuple[dict[str, Any], str] | None:
    """Raw answers after ``add:family`` or ``remove:family:1``, and the id to go to; None for others."""
    verb, _, rest = action.partition(":")
    name, _, number = rest.partition(":")
    group = next((field for field in page.fields if field.name == name and field.children), None)
    if group is None or verb not in ("add", "remove"):
        return None
    rows = list(raw.get(name) or [])
    if verb == "add":
        if len(rows) < most_rows(group):
            rows.append({})
        return {**raw, name: rows}, f"{name}-row-{len(rows) - 1}"
    if number.isascii() and number.isdigit() and int(number) < len(rows):
        del rows[int(number)]
    return {**raw, name: rows}, f"id_{name}"


def without_blank_rows(raw: Mapping[str, Any], page: Page) -> dict[str, Any]:
    """A card that was left blank is no row."""
    kept = dict(raw)
    for group in page.fields:
        if group.children and isinstance(raw.get(group.name), list):
            kept[group.name] = [row for row in raw[group.name] if not is_blank_row(row, group)]
    return kept
