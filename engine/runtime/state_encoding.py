"""The stored form of a state: JSON values, FEEL values tagged, empty parts left out.

``FORMAT`` counts the forms there have been; older ones are read too (``_UPGRADES``) and written anew in
the present form with the next command. tests/replay/states holds one of each.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine.feel.codec import from_json_tagged, to_json_tagged
from engine.runtime.instance_state import InstanceState, Token
from engine.runtime.scope import Catch, Compensation, LoopCount, Scope

FORMAT = 2
_USUAL = ("", "timer", None, False, 1, "")  # of a Catch
_PLAIN_INSTANCE = frozenset({"variables", "number"})
Json = dict[str, Any]


def encode_state(state: InstanceState) -> Json:
    """Everything but the variables of the process."""
    encoded: Json = {
        "format": FORMAT,
        "next": state.next_token,
        "status": state.status,
        "zone": state.zone,
        "tokens": [encode_token(token) for token in state.tokens.values()],
    }
    if state.completers:
        encoded["completers"] = dict(state.completers)
    if state.steps:
        encoded["steps"] = state.steps
    if state.scopes:
        encoded["scopes"] = [[owner, encode_scope(scope)] for owner, scope in state.scopes.items()]
    return encoded


def decode_state(stored: Mapping[str, Any], variables: Mapping[str, Any]) -> InstanceState:
    """The inverse of ``encode_state``; ``variables`` are FEEL values. KeyError for a format still to come."""
    found = stored.get("format", 1)
    while found != FORMAT:
        stored = _UPGRADES[found](stored)
        found = stored["format"]
    return InstanceState(
        tokens={entry["id"]: decode_token(entry) for entry in stored["tokens"]},
        next_token=stored["next"],
        variables=dict(variables),
        status=stored["status"],
        completers=dict(stored.get("completers", {})),
        zone=stored["zone"],
        steps=stored.get("steps", 0),
        scopes={owner: decode_scope(entry) for owner, entry in stored.get("scopes", ())},
    )


def encode_token(token: Token) -> Json:
    """A token with its number."""
    encoded: Json = {"id": token.id, "node": token.node, "state": token.state}
    if token.flow:
        encoded["flow"] = token.flow
    if token.scope:
        encoded["scope"] = token.scope
    if token.catches is not None:
        encoded["catches"] = [_encode_catch(catch) for catch in token.catches]
    if token.resume != "execute":
        encoded["resume"] = token.resume
    if token.value is not None:
        encoded["value"] = to_json_tagged(token.value)
    return encoded


def decode_token(entry: Mapping[str, Any]) -> Token:
    """The inverse of ``encode_token``."""
    catches, value = entry.get("catches"), entry.get("value")
    return Token(
        id=entry["id"],
        node=entry["node"],
        state=entry["state"],
        flow=entry.get("flow", ""),
        scope=entry.get("scope", 0),
        catches=None if catches is None else tuple(Catch(*catch) for catch in catches),
        resume=entry.get("resume", "execute"),
        value=None if value is None else from_json_tagged(value),
    )


def _encode_catch(catch: Catch) -> list[Any]:
    """The fields in order, without those at the end that are as usual."""
    fields = [catch.trigger, catch.kind, catch.key, catch.is_met, catch.remaining, catch.every]
    while len(fields) > 2 and fields[-1] == _USUAL[len(fields) - 1]:
        fields.pop()
    return fields


def encode_scope(scope: Scope) -> Json:
    """What there is of it."""
    variables = to_json_tagged(scope.variables) if scope.variables else None
    if variables and scope.number and _is_plain_instance(scope):
        return {"variables": variables, "number": scope.number}
    parts: Json = {
        "variables": variables,
        "catches": [_encode_catch(catch) for catch in scope.catches],
        "closed": scope.is_closed,
        "called": scope.called,
        "completed": [_encode_compensation(each) for each in scope.completed],
        "loop": _encode_loop(scope.loop) if scope.loop else None,
        "pending": [_encode_compensation(each) for each in scope.pending],
        "then": scope.then if scope.then != "leave" else None,
        "own": to_json_tagged(scope.own) if scope.own else None,
        "written": sorted(scope.written),
        "number": scope.number,
    }
    return {name: part for name, part in parts.items() if part}


def _is_plain_instance(scope: Scope) -> bool:
    """Whether it has nothing but variables and number, as most instances of a loop."""
    more = scope.catches or scope.is_closed or scope.called or scope.completed or scope.loop or scope.pending
    return not (more or scope.own or scope.written) and scope.then == "leave"


def decode_scope(entry: Mapping[str, Any]) -> Scope:
    """The inverse of ``encode_scope``."""
    if entry.keys() == _PLAIN_INSTANCE:
        return Scope(from_json_tagged(entry["variables"]), number=entry["number"])
    return Scope(
        variables=from_json_tagged(entry["variables"]) if "variables" in entry else {},
        catches=tuple(Catch(*catch) for catch in entry.get("catches", ())),
        is_closed=entry.get("closed", False),
        called=entry.get("called", ""),
        completed=[_decode_compensation(each) for each in entry.get("completed", ())],
        loop=_decode_loop(entry["loop"]) if "loop" in entry else None,
        pending=[_decode_compensation(each) for each in entry.get("pending", ())],
        then=entry.get("then", "leave"),
        own=from_json_tagged(entry["own"]) if "own" in entry else {},
        written=set(entry.get("written", ())),
        number=entry.get("number", 0),
    )


def _encode_loop(loop: LoopCount) -> Json:
    parts: Json = {
        "total": loop.total,
        "begun": loop.begun,
        "completed": loop.completed,
        "terminated": loop.terminated,
        "items": to_json_tagged(loop.items),
        "apart": loop.is_apart or None,
    }
    if loop.outputs is not None:
        parts["outputs"] = [
            [id_, number, to_json_tagged(value)] for id_, (number, value) in loop.outputs.items()
        ]
    return {name: part for name, part in parts.items() if part is not None}


def _decode_loop(entry: Json) -> LoopCount:
    outputs = entry.get("outputs")
    return LoopCount(
        total=entry.get("total"),
        begun=entry["begun"],
        completed=entry["completed"],
        terminated=entry["terminated"],
        items=from_json_tagged(entry["items"]) if "items" in entry else None,
        outputs=None if outputs is None else {id_: (n, from_json_tagged(value)) for id_, n, value in outputs},
        is_apart=entry.get("apart", False),
    )


def _encode_compensation(each: Compensation) -> Json:
    parts: Json = {
        "activity": each.activity,
        "handler": each.handler,
        "variables": to_json_tagged(each.variables) if each.variables else None,
        "inner": [_encode_compensation(inner) for inner in each.inner],
        "called": each.called,
    }
    return {name: part for name, part in parts.items() if part}


def _decode_compensation(entry: Mapping[str, Any]) -> Compensation:
    return Compensation(
        activity=entry["activity"],
        handler=entry.get("handler", ""),
        variables=from_json_tagged(entry["variables"]) if "variables" in entry else {},
        inner=tuple(_decode_compensation(inner) for inner in entry.get("inner", ())),
        called=entry.get("called", ""),
    )


def _catches_for_timers(stored: Mapping[str, Any]) -> Json:
    """Format 1 knew boundary timers only."""
    tokens = []
    for token in stored["tokens"]:
        kept = {name: part for name, part in token.items() if name != "timers"}
        if "timers" in token:
            kept["catches"] = [
                [name, "timer", None, False, left, every] for name, left, every in token["timers"]
            ]
        tokens.append(kept)
    return {**stored, "format": 2, "tokens": tokens}


_UPGRADES: dict[int, Callable[[Mapping[str, Any]], Json]] = {1: _catches_for_timers}
