"""One ``advance`` in progress: the copied state and everything it leads to.

Behaviours see only this face: they read variables, let a token wait, complete or leave, and report
events. The rule of all of them: evaluate first, change after, so that a failure changes nothing.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.definition import Activity, Flow, IntermediateThrowEvent, Node, Process
from engine.errors import InstanceEnded, TokenGone
from engine.runtime import events
from engine.runtime.commands import Effect
from engine.runtime.instance_state import InstanceState, Token, TokenState
from engine.runtime.step import CalculatorCall, Step

_ABSENT = object()
_COMPARABLE = frozenset({str, bool, int, date, type(None)})


class Failed(Exception):
    """A node cannot go on for a technical reason: it becomes an incident with this code."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Run:
    """Tokens are kept in ``state.tokens``; ``queue`` holds those that have still to enter their node."""

    __slots__ = (
        "_changed",
        "_initial",
        "_local",
        "calls",
        "effects",
        "events",
        "now",
        "process",
        "queue",
        "state",
    )

    def __init__(self, process: Process, state: InstanceState, now: datetime) -> None:
        self.process = process
        self.state = state.copy()
        self.now = now
        self.queue: deque[Token] = deque()
        self.effects: list[Effect] = []
        self.events: list[events.Event] = []
        self.calls: list[CalculatorCall] = []
        self._initial = state.variables
        self._changed: set[str] = set()
        self._local: datetime | None = None

    @property
    def local_now(self) -> datetime:
        """``now`` in the time zone of the instance: the clock of FEEL and of wall-time timers."""
        if self._local is None:
            self._local = self.now.astimezone(ZoneInfo(self.state.zone))
        return self._local

    def token(self, number: int, *states: TokenState) -> Token:
        """The token, waiting in one of ``states``; raises InstanceEnded or TokenGone."""
        if self.state.status != "active":
            raise InstanceEnded(state=self.state.status)
        found = self.state.tokens.get(number)
        if found is None or found.state not in states:
            raise TokenGone(token=number)
        return found

    # variables

    def variables(self, token: Token) -> Mapping[str, Any]:
        """What an expression at ``token`` can see."""
        return self.state.variables

    def assign(self, token: Token | None, changes: Mapping[str, Any]) -> None:
        """Write variables where ``token`` runs; None: into those of the process."""
        self.state.variables.update(changes)
        self._changed.update(changes)

    # movement

    def enter(self, node: str, scope: int, flow: str = "") -> Token:
        """A new token that has still to enter ``node``."""
        token = Token(self.state.next_token, node, "ready", flow, scope)
        self.state.next_token += 1
        self.state.tokens[token.id] = token
        self.queue.append(token)
        return token

    def leave_by(self, token: Token, node: Node, flows: Iterable[Flow]) -> None:
        """End the visit and begin one behind each flow; without any, the token is consumed."""
        self.events.append(events.NodeLeft(token.id, node.id))
        del self.state.tokens[token.id]
        moved = False
        for flow in flows:
            moved = True
            begun = self.enter(flow.target, token.scope, flow.id)
            self.events.append(events.TokenMoved(begun.id, flow.id, flow.source, flow.target))
        if not moved:
            self.end_scope_when_empty(token.scope)

    def leave_by_link(self, token: Token, node: IntermediateThrowEvent) -> None:
        """End the visit and begin one at the catching half of the link."""
        self.consume(token)
        begun = self.enter(node.target, token.scope)
        self.events.append(events.TokenMoved(begun.id, "", node.id, node.target))

    def consume(self, token: Token) -> None:
        """Take away a token that another one goes on for."""
        self.events.append(events.NodeLeft(token.id, token.node))
        del self.state.tokens[token.id]

    def end_scope_when_empty(self, scope: int) -> None:
        """A scope is completed when no token is left in it (BPMN 13.5.6)."""
        if self.state.status == "active" and not any(
            token.scope == scope for token in self.state.tokens.values()
        ):
            self.state.status = "completed"
            self.events.append(events.ProcessCompleted(self.process.key))

    def activity(self, token: Token) -> Activity | None:
        """The activity the token stands at, None at any other node."""
        node = self.process.nodes[token.node]
        return node if isinstance(node, Activity) else None

    def step(self) -> Step:
        """The outcome; call it once, when the queue is empty."""
        if self._changed:
            self._report_changes()
        return Step(self.state, self.effects, self.events, self.calls)

    def _report_changes(self) -> None:
        before, after = {}, {}
        for name in sorted(self._changed):
            old, new = self._initial.get(name, _ABSENT), self.state.variables[name]
            if _is_same(old, new):
                continue
            after[name] = new
            if old is not _ABSENT:
                before[name] = old
        if after:
            self.events.append(events.VariablesChanged(before, after))


def _is_same(old: object, new: object) -> bool:
    """Surely the same: 1 is not 1.0 nor true, and lists are not compared."""
    return old is new or (type(old) is type(new) and type(old) in _COMPARABLE and old == new)
