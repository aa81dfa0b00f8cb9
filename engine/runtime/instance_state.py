"""The state of one process instance: its tokens, scopes and variables, plain data that can be stored.

A token stands for one visit of one node: whoever moves on gets a new id, so that a late trigger for
an earlier visit can never hit a later one. Tokens are immutable; ``InstanceState`` is changed only
on the copy that ``advance`` makes. How it is stored: ``state_encoding``.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from engine.runtime.scope import Catch, Scope

TokenState = Literal[
    "ready", "user-task", "calculator", "connector", "event", "join", "reset", "scope", "loop", "compensation",
    "incident",
]  # fmt: skip
Resume = Literal["enter", "execute", "complete", "leave"]
Status = Literal["active", "completed", "terminated"]


@dataclass(slots=True)
class Token:
    """Never changed once made. ``state`` says what the token waits for; "ready" exists only inside ``advance``.

    "scope": for the tokens inside its sub-process or call; "loop": for the instances of its activity;
    "reset": at a complex gateway, for the rest of the tokens of a round (``value``: the flows they came by).
    ``flow``: the sequence flow it came by (a join counts distinct ones). ``scope``: id of the token that
    holds it, 0 for the process. ``resume``: what a retried incident does next: "enter" the node, which it
    has not yet, "execute" it again, only "complete" it with ``value``, or only "leave" by the ways out.
    ``catches``: what the boundary events of its activity wait for, or the event it stands at; None while
    they do not yet.
    """

    id: int
    node: str
    state: TokenState = "ready"
    flow: str = ""
    scope: int = 0
    catches: tuple[Catch, ...] | None = None
    resume: Resume = "execute"
    value: Any = None

    def waiting(self, state: TokenState, catches: tuple[Catch, ...] | None) -> "Token":
        """The same visit, come to wait in ``state``."""
        return Token(self.id, self.node, state, self.flow, self.scope, catches)

    def with_catches(self, catches: tuple[Catch, ...]) -> "Token":
        """The same visit in the same state, waiting for other triggers."""
        return Token(self.id, self.node, self.state, self.flow, self.scope, catches, self.resume, self.value)


@dataclass(slots=True)
class InstanceState:
    """``scopes``: id of a token (0: the process) → its record, only where there is something to record.

    ``completers``: node id → id of the person who last completed that start event or user task, inside of a
    called process ``key/id``; of the instances of a loop, all who did one, separated by blanks.
    ``zone``: IANA name of the time zone local dates and times of this instance
    mean. ``steps``: nodes entered since the command began while calculators are still to answer, else 0.
    """

    tokens: dict[int, Token] = field(default_factory=dict)
    next_token: int = 1
    variables: dict[str, Any] = field(default_factory=dict)
    status: Status = "active"
    completers: dict[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    steps: int = 0
    scopes: dict[int, Scope] = field(default_factory=dict)

    def copy(self) -> "InstanceState":
        """A copy to change: containers are new, tokens, scopes and values shared."""
        return InstanceState(
            self.tokens.copy(),
            self.next_token,
            self.variables.copy(),
            self.status,
            self.completers.copy(),
            self.zone,
            self.steps,
            self.scopes.copy(),
        )

    def awaits_calculator(self, token: int) -> bool:
        """Whether the result of a call for this token is still wanted."""
        found = self.tokens.get(token)
        return found is not None and found.state == "calculator"
