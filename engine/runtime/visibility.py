"""What can be seen from a token: the data of the scopes around it, and the process it runs in."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from typing import Any

from engine.runtime.instance_state import InstanceState, Token


def seen_at(state: InstanceState, token: Token) -> Mapping[str, Any]:
    """The variables an expression at the token can see, its own local ones included."""
    return seen_from(state, token.id, token.scope) if state.scopes else state.variables


def seen_from(state: InstanceState, first: int, scope: int) -> Mapping[str, Any]:
    """The variables of ``first`` (0: of none) and of ``scope`` and those around it, as far as its process."""
    local: list[dict[str, Any]] = []
    record = state.scopes.get(first) if first else None
    if record is not None:
        local.append(record.own if record.called else record.variables)
    for owner in holders(state, scope):
        record = state.scopes.get(owner)
        if record is None:
            continue
        if record.variables or record.called:
            local.append(record.variables)
        if record.called:
            return ChainMap(*local)
    return ChainMap(*local, state.variables) if local else state.variables


def called_at(state: InstanceState, token: Token) -> str:
    """The reference of the called process the token runs in, empty for the instance's own."""
    for owner in holders(state, token.scope):
        record = state.scopes.get(owner)
        if record is not None and record.called:
            return record.called
    return ""


def holders(state: InstanceState, scope: int) -> Iterator[int]:
    """The owners of a scope and of those around it, but for the process."""
    while scope:
        yield scope
        scope = state.tokens[scope].scope
