"""What a letter template may be made of; everything else is a problem, never passed on."""

import re
from typing import Final

VOID_TAGS: Final = frozenset({"br", "hr"})
INLINE_TAGS: Final = frozenset({"span", "b", "strong", "i", "em", "u", "small"})
_TEXT_TAGS: Final = frozenset({"p", "div", "sub", "sup", "h1", "h2", "h3", "ul", "ol", "li"})
_TABLE_TAGS: Final = frozenset({"table", "thead", "tbody", "tr", "th", "td"})
TAGS: Final = VOID_TAGS | INLINE_TAGS | _TEXT_TAGS | _TABLE_TAGS

_ATTRIBUTES: Final = {
    "class": re.compile(r"[a-z][a-z0-9]*(?: [a-z][a-z0-9]*)*"),
    "dir": re.compile("ltr|rtl"),
    "align": re.compile("center|right|left"),
    "width": re.compile(r"[1-9][0-9]{0,2}(?:%|mm)"),
    "colspan": re.compile("[1-9]|1[0-9]"),
    "rowspan": re.compile("[1-9]|1[0-9]"),
    "data-if": re.compile(r".*\S.*", re.DOTALL),
    "data-for": re.compile(r".*\S.*", re.DOTALL),
}


def attribute_fault(name: str, value: str | None) -> str | None:
    """Why an attribute may not stand in a template, or None when it may."""
    pattern = _ATTRIBUTES.get(name)
    if pattern is None:
        return f'the attribute "{name}" is not allowed'
    if value is None or not pattern.fullmatch(value):
        return f'"{value or ""}" is not allowed in the attribute "{name}"'
    return None
