"""Reads and writes the parts of a state that are stored apart: one row for each instance of a large loop."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from engine import json_text
from engine.models import ProcessInstance
from engine.runtime import InstanceState
from engine.runtime.parts import Parts, join_state, tokens_of
from engine.runtime.state_encoding import Json
from engine.store.dialect import batches, insert, marks, rows, run

PART = "SELECT scope, state FROM engine_scope_state WHERE instance_id = %s"
OF_TOKEN = f"{PART} AND scope = %s"
AROUND_TOKEN = f"{PART} AND tokens LIKE %s"
UPSERT = (
    " ON CONFLICT (instance_id, scope) DO UPDATE SET tokens = excluded.tokens,"
    " state = excluded.state RETURNING scope"
)
_whole: ContextVar[bool] = ContextVar("whole_states", default=False)


@contextmanager
def whole_states() -> Iterator[None]:
    """Inside, every state is read with all of its parts."""
    before = _whole.set(True)
    try:
        yield
    finally:
        _whole.reset(before)


def read(instance_id: int, rest: Json, token: int | None) -> dict[int, str]:
    """The parts as stored: all of them, or with a ``token`` that is not in the rest the one it is in."""
    if not rest.get("apart"):
        return {}
    if token is None or _whole.get():
        return dict(rows(PART, [instance_id]))
    if any(entry["id"] == token for entry in rest["tokens"]):
        return {}
    return dict(rows(OF_TOKEN, [instance_id, token]) or rows(AROUND_TOKEN, [instance_id, f"% {token} %"]))


def decode(rest: Json, stored: Mapping[int, str], variables: Mapping[str, Any]) -> InstanceState:
    """The state of the rest and of these parts."""
    return join_state(rest, {scope: json_text.loads(text) for scope, text in stored.items()}, variables)


def of_token(instance: ProcessInstance, token: int | None) -> InstanceState:
    """The state of a case for reading: with the part of a token, or with None the whole."""
    rest = json_text.loads(instance.token_state)
    return decode(rest, read(instance.pk, rest, token), instance.values)


def whole_json(instance_id: int, rest: Json) -> Json:
    """The rest with the tokens and scopes of all parts, still as stored."""
    state = {**rest, "tokens": list(rest["tokens"]), "scopes": list(rest.get("scopes", ()))}
    for text in read(instance_id, rest, None).values():
        part = json_text.loads(text)
        state["tokens"] += part.get("tokens", ())
        state["scopes"] += part.get("scopes", ())
    return state


def write(instance_id: int, before: Mapping[int, str], parts: Parts) -> dict[int, str]:
    """Bring the rows from ``before`` to ``parts``; what is stored now."""
    after = {scope: json_text.dumps(part) for scope, part in parts.items()}
    _delete(instance_id, before.keys() - after.keys())
    changed = [
        (instance_id, scope, _listed(tokens_of(parts[scope])), text)
        for scope, text in after.items()
        if before.get(scope) != text
    ]
    if changed:
        insert("engine_scope_state", ("instance_id", "scope", "tokens", "state"), changed, UPSERT)
    return after


def _delete(instance_id: int, scopes: Iterable[int]) -> None:
    for some in batches(sorted(scopes)):
        run(
            f"DELETE FROM engine_scope_state WHERE instance_id = %s AND scope IN ({marks(some)})",
            [instance_id, *some],
        )


def _listed(tokens: list[int]) -> str:
    return "".join(f" {token}" for token in tokens) + " "
