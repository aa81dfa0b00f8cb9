"""Triggers and events as JSON data, for the history; triggers also back again, for replay."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from engine.feel.codec import from_json_tagged, to_json_tagged
from engine.runtime import triggers
from engine.runtime.events import Event
from engine.runtime.triggers import Trigger

_TRIGGERS: dict[str, type[Any]] = {cls.__name__: cls for cls in triggers.Trigger.__args__}
_PLAIN = frozenset({str, bool, type(None)})
_TAGGED = frozenset({"variables", "data", "value", "changes"})


def encode_trigger(trigger: Trigger) -> dict[str, Any]:
    """JSON data with ``kind``; FEEL values are tagged. TypeError for a value that is none of FEEL's."""
    encoded: dict[str, Any] = {"kind": type(trigger).__name__}
    for name in _field_names(type(trigger)):
        encoded[name] = _encode(getattr(trigger, name), is_tagged=name in _TAGGED)
    return encoded


def decode_trigger(data: Mapping[str, Any]) -> Trigger:
    """The inverse of ``encode_trigger``. KeyError for an unknown kind."""
    cls = _TRIGGERS[data["kind"]]
    arguments = {
        name: from_json_tagged(value) if name in _TAGGED else value
        for name, value in data.items()
        if name != "kind"
    }
    if arguments.get("due_at") is not None:
        arguments["due_at"] = datetime.fromisoformat(arguments["due_at"])
    found: Trigger = cls(**arguments)
    return found


def encode_event(event: Event) -> dict[str, Any]:
    """JSON data with ``kind``: the class name; values of FEEL are tagged, instants are ISO 8601 text."""
    tagged: frozenset[str] = getattr(event, "values", frozenset())
    encoded: dict[str, Any] = {"kind": type(event).__name__}
    for name in _field_names(type(event)):
        encoded[name] = _encode(getattr(event, name), is_tagged=name in tagged)
    return encoded


_names_of: dict[type, tuple[str, ...]] = {}


def _field_names(cls: type[Any]) -> tuple[str, ...]:
    if cls not in _names_of:
        _names_of[cls] = tuple(field.name for field in fields(cls))
    return _names_of[cls]


def _encode(value: Any, *, is_tagged: bool) -> Any:
    if type(value) in _PLAIN:
        return value
    if is_tagged:
        return to_json_tagged(dict(value) if isinstance(value, Mapping) else value)
    if type(value) is int:
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value
