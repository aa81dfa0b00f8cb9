"""The state of one process instance: its tokens and variables, plain data that can be stored.

A token stands for one visit of one node: whoever moves on gets a new id, so that a late trigger for
an earlier visit can never hit a later one. Tokens are immutable; ``InstanceState`` is changed only
on the copy that ``advance`` makes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.feel.codec import from_json_tagged, to_json_tagged

TokenState = Literal["ready", "user-task", "calculator", "connector", "event", "join", "incident"]
Resume = Literal["execute", "complete", "leave"]
Status = Literal["active", "completed", "terminated"]


@dataclass(frozen=True, slots=True)
class OpenTimer:
    """A scheduled boundary timer of an activity; ``node``: id of the boundary event.

    ``remaining``: occurrences still to come, None without end; ``every``: ISO duration of a cycle.
    """

    node: str
    remaining: int | None = 1
    every: str = ""


@dataclass(slots=True)
class Token:
    """Never changed once made. ``state`` says what the token waits for; "ready" exists only inside ``advance``.

    ``flow``: the sequence flow it came by (a join counts distinct ones). ``scope``: id of the token of
    the sub-process it runs in, 0 for the process. ``resume``: what a retried incident does next:
    the whole node again, only its completion with ``value``, or only the choice of the ways out.
    ``timers``: None while the boundary timers of the node are not yet scheduled.
    """

    id: int
    node: str
    state: TokenState = "ready"
    flow: str = ""
    scope: int = 0
    timers: tuple[OpenTimer, ...] | None = None
    resume: Resume = "execute"
    value: Any = None

    def waiting(self, state: TokenState, timers: tuple[OpenTimer, ...] | None) -> "Token":
        """The same visit, come to wait in ``state``."""
        return Token(self.id, self.node, state, self.flow, self.scope, timers)

    def with_timers(self, timers: tuple[OpenTimer, ...]) -> "Token":
        """The same visit in the same state with other timers open."""
        return Token(self.id, self.node, self.state, self.flow, self.scope, timers, self.resume, self.value)


@dataclass(slots=True)
class InstanceState:
    """``completers``: node id → id of the person who last completed that start event or user task.

    ``zone``: IANA name of the time zone local dates and times of this instance mean.
    ``steps``: nodes entered since the command began while calculators are still to answer, else 0.
    """

    tokens: dict[int, Token] = field(default_factory=dict)
    next_token: int = 1
    variables: dict[str, Any] = field(default_factory=dict)
    status: Status = "active"
    completers: dict[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    steps: int = 0

    def copy(self) -> "InstanceState":
        """A copy to change: containers are new, tokens and values (immutable by contract) shared."""
        return InstanceState(
            self.tokens.copy(),
            self.next_token,
            self.variables.copy(),
            self.status,
            self.completers.copy(),
            self.zone,
            self.steps,
        )

    def awaits_calculator(self, token: int) -> bool:
        """Whether the result of a call for this token is still wanted."""
        found = self.tokens.get(token)
        return found is not None and found.state == "calculator"

    def encode_tokens(self) -> dict[str, Any]:
        """Everything but the variables, as JSON values; empty parts are left out."""
        encoded: dict[str, Any] = {
            "next": self.next_token,
            "status": self.status,
            "zone": self.zone,
            "tokens": [_encode_token(token) for token in self.tokens.values()],
        }
        if self.completers:
            encoded["completers"] = dict(self.completers)
        if self.steps:
            encoded["steps"] = self.steps
        return encoded

    @classmethod
    def decode(cls, tokens_json: Mapping[str, Any], variables: Mapping[str, Any]) -> "InstanceState":
        """The inverse of ``encode_tokens``; ``variables`` are FEEL values."""
        tokens = [_decode_token(entry) for entry in tokens_json["tokens"]]
        return cls(
            tokens={token.id: token for token in tokens},
            next_token=tokens_json["next"],
            variables=dict(variables),
            status=tokens_json["status"],
            completers=dict(tokens_json.get("completers", {})),
            zone=tokens_json["zone"],
            steps=tokens_json.get("steps", 0),
        )


def _encode_token(token: Token) -> dict[str, Any]:
    encoded: dict[str, Any] = {"id": token.id, "node": token.node, "state": token.state}
    if token.flow:
        encoded["flow"] = token.flow
    if token.scope:
        encoded["scope"] = token.scope
    if token.timers is not None:
        encoded["timers"] = [[timer.node, timer.remaining, timer.every] for timer in token.timers]
    if token.resume != "execute":
        encoded["resume"] = token.resume
    if token.value is not None:
        encoded["value"] = to_json_tagged(token.value)
    return encoded


def _decode_token(entry: Mapping[str, Any]) -> Token:
    timers, value = entry.get("timers"), entry.get("value")
    return Token(
        id=entry["id"],
        node=entry["node"],
        state=entry["state"],
        flow=entry.get("flow", ""),
        scope=entry.get("scope", 0),
        timers=None if timers is None else tuple(OpenTimer(*timer) for timer in timers),
        resume=entry.get("resume", "execute"),
        value=None if value is None else from_json_tagged(value),
    )
