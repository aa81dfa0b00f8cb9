"""The stored form of an instance's state: tagged FEEL values as compact JSON."""

from collections.abc import Mapping
from typing import Any, cast

from engine import json_text
from engine.feel.codec import from_json_tagged, to_json_tagged


def encode(values: Mapping[str, Any]) -> str:
    """FEEL values as text; binary floats are refused (TypeError)."""
    return json_text.dumps(to_json_tagged(dict(values)))


def decode(text: str) -> dict[str, Any]:
    """The values ``encode`` was given."""
    return cast("dict[str, Any]", from_json_tagged(json_text.loads(text)))
