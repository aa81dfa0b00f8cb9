"""The stored form of an instance's state: tagged FEEL values as compact JSON."""

import json
from collections.abc import Mapping
from typing import Any, cast

from engine.feel.codec import from_json_tagged, to_json_tagged


def encode(values: Mapping[str, Any]) -> str:
    """FEEL values as text; binary floats are refused (TypeError)."""
    return json.dumps(to_json_tagged(dict(values)), ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> dict[str, Any]:
    """The values ``encode`` was given."""
    return cast("dict[str, Any]", from_json_tagged(json.loads(text)))
