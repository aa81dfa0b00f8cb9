"""Functions of contexts (DMN 1.5, 10.3.4.9)."""

from __future__ import annotations

from engine.feel.functions.registry import builtin
from engine.feel.types import Value


@builtin("get value", "m: context, key: string", "context: context, key: string", "m: context, keys: list")
def get_value(context: dict[str, Value], key: str | list[Value]) -> Value:
    if isinstance(key, str):
        return context.get(key)
    found: Value = context
    for part in key:
        found = found.get(part) if isinstance(found, dict) and isinstance(part, str) else None
    return found if key else None


@builtin("get entries", "m: context", "context: context")
def get_entries(context: dict[str, Value]) -> list[Value]:
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context", "entries: list")
def make_context(entries: list[Value]) -> dict[str, Value] | None:
    made: dict[str, Value] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            return None
        key = entry["key"]
        if not isinstance(key, str) or key in made:
            return None
        made[key] = entry["value"]
    return made


@builtin(
    "context put",
    "context: context, key: string, value: any",
    "context: context, keys: list, value: any",
)
def context_put(context: dict[str, Value], key: str | list[Value], value: Value) -> dict[str, Value] | None:
    """A copy with one entry set; with ``keys``, deep inside."""
    if isinstance(key, str):
        return {**context, key: value}
    if not key or not isinstance(key[0], str):
        return None
    if len(key) == 1:
        return {**context, key[0]: value}
    inner = context.get(key[0])
    if not isinstance(inner, dict):
        return None
    changed = context_put(inner, key[1:], value)
    return None if changed is None else {**context, key[0]: changed}


@builtin("context merge", "contexts: list")
def context_merge(contexts: list[Value]) -> dict[str, Value] | None:
    if not all(isinstance(context, dict) for context in contexts):
        return None
    return {key: value for context in contexts for key, value in context.items()}
