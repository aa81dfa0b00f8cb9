"""Triggers and events as JSON data, for the history; triggers also back again, for replay."""

from collections.abc import Mapping
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
    return _encode_fields(trigger, _TAGGED)


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
    return _encode_fields(event, getattr(event, "values", frozenset()))


def _encode_fields(record: Any, tagged: frozenset[str]) -> dict[str, Any]:
    encoded: dict[str, Any] = {"kind": type(record).__name__}
    for name in record.__slots__:
        value = getattr(record, name)
        if type(value) in _PLAIN:
            encoded[name] = value
        elif name in tagged:
            encoded[name] = to_json_tagged(value)
        else:
            encoded[name] = _encode(value)
    return encoded


def _encode(value: Any) -> Any:
    if type(value) is int:
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    return dict(value) if type(value) is not dict and isinstance(value, Mapping) else value
