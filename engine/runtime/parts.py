"""A state in parts: the instances of a large loop apart from the rest, so that a command reads and writes only its own.

What a loop counts stays in the rest. An instance's part holds its token and everything inside of it, and
once it is done what it gives to the output collection. Whoever needs the parts that are not there raises
IncompleteState (``Run.tokens_in``), and the command is carried out again with all of them.
"""

from collections.abc import Mapping
from typing import Any

from engine.feel.codec import from_json_tagged, to_json_tagged
from engine.runtime.instance_state import InstanceState, Token
from engine.runtime.state_encoding import (
    Json,
    decode_scope,
    decode_state,
    decode_token,
    encode_scope,
    encode_state,
    encode_token,
)

Parts = dict[int, Json]  # id of the instance's token → its part


def split_state(state: InstanceState) -> tuple[Json, Parts]:
    """The rest and the parts; both as JSON values."""
    bodies = _bodies_apart(state)
    if not bodies:
        return encode_state(state), {}
    parts: Parts = {}
    inside: dict[int, int] = {}
    for token in state.tokens.values():
        instance = token.id if token.scope in bodies else inside.get(token.scope)
        if instance is not None:
            inside[token.id] = instance
            part = parts.setdefault(instance, {"tokens": []})
            part["tokens"].append(encode_token(token))
            if token.id in state.scopes:
                part.setdefault("scopes", []).append([token.id, encode_scope(state.scopes[token.id])])
    rest = encode_state(_rest(state, inside, bodies))
    for body in bodies:
        loop = state.scopes[body].loop
        for instance, (number, value) in (loop.outputs or {}).items() if loop is not None else ():
            parts[instance] = {"body": body, "number": number, "output": to_json_tagged(value)}
    rest["apart"] = True
    return rest, parts


def join_state(rest: Json, parts: Parts, variables: Mapping[str, Any]) -> InstanceState:
    """The state of the rest and of the parts at hand, which may be some of them."""
    state = decode_state(rest, variables)
    if not parts:
        return state
    tokens: dict[int, Token] = dict(state.tokens)
    for instance, part in parts.items():
        for entry in part.get("tokens", ()):
            tokens[entry["id"]] = decode_token(entry)
        for owner, entry in part.get("scopes", ()):
            state.scopes[owner] = decode_scope(entry)
        if "body" in part:
            loop = state.scopes[part["body"]].loop
            if loop is not None and loop.outputs is not None:
                loop.outputs[instance] = (part["number"], from_json_tagged(part["output"]))
    state.tokens = dict(sorted(tokens.items()))
    return state


def tokens_of(part: Json) -> list[int]:
    """The tokens of a part; of an instance that is done none."""
    return [entry["id"] for entry in part.get("tokens", ())]


def _bodies_apart(state: InstanceState) -> set[int]:
    """The outermost loops whose instances are kept apart."""
    apart = {owner for owner, scope in state.scopes.items() if scope.loop is not None and scope.loop.is_apart}
    return {owner for owner in apart if not _is_inside(state, owner, apart)} if apart else apart


def _is_inside(state: InstanceState, owner: int, others: set[int]) -> bool:
    scope = state.tokens[owner].scope
    while scope:
        if scope in others:
            return True
        scope = state.tokens[scope].scope
    return False


def _rest(state: InstanceState, inside: Mapping[int, int], bodies: set[int]) -> InstanceState:
    rest = state.copy()
    rest.tokens = {number: token for number, token in state.tokens.items() if number not in inside}
    rest.scopes = {owner: scope for owner, scope in state.scopes.items() if owner not in inside}
    for body in bodies:
        scope = rest.scopes[body] = rest.scopes[body].copy()
        if scope.loop is not None and scope.loop.outputs is not None:
            scope.loop.outputs = {}
    return rest
