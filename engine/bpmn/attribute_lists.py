"""Attributes that list several names, separated by spaces or commas (also the Persian one)."""

import re

_SEPARATORS = re.compile(r"[\s,،]+")


def split_list(text: str | None) -> tuple[str, ...]:
    """The names in order, each once; nothing for an attribute that is not given."""
    return tuple(dict.fromkeys(part for part in _SEPARATORS.split(text or "") if part))
