"""One ``advance`` in progress: the copied state and everything it leads to.

Behaviours see only this face: they read variables, let a token wait, complete or leave, and report
events. The rule of all of them: evaluate first, change after, so that a failure changes nothing.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.definition import Activity, Flow, IntermediateThrowEvent, Node, Process
from engine.errors import InstanceEnded, TokenGone, TooManyTokens
from engine.runtime import events
from engine.runtime.changes import Changes
from engine.runtime.commands import Effect
from engine.runtime.index import Index
from engine.runtime.instance_state import InstanceState, Token, TokenState
from engine.runtime.scope import Scope
from engine.runtime.step import Call, Step
from engine.runtime.visibility import called_at, holders, seen_at, seen_from

TOKEN_LIMIT = 60_000


class Failed(Exception):
    """A node cannot go on for a technical reason: it becomes an incident with this code."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class IncompleteState(Exception):
    """Parts of the state are needed that are not at hand (``parts``): carry the command out with all of them."""


class Run:
    """Tokens are kept in ``state.tokens``; ``queue`` holds those that have still to enter their node.

    ``emptied``: scopes that may have lost their last token. ``finished``: tokens whose work is done and
    that are to be counted by the loop or the ad-hoc sub-process they belong to. ``is_changed``: the
    conditions of events have to be asked again.
    """

    __slots__ = (
        "_changes",
        "_local",
        "_owned",
        "_processes",
        "calls",
        "effects",
        "emptied",
        "events",
        "finished",
        "index",
        "is_changed",
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
        self.emptied: deque[int] = deque()
        self.finished: deque[Token] = deque()
        self.effects: list[Effect] = []
        self.events: list[events.Event] = []
        self.calls: list[Call] = []
        self.index = Index(self.state)
        self.is_changed = process.may_await_conditions
        self._changes = Changes(state.variables)
        self._local: datetime | None = None
        self._owned: set[int] = set()
        self._processes: dict[int, Process] = {0: process}

    def put_back(self, state: InstanceState) -> None:
        """Go on from an earlier state."""
        self.state, self.index = state, Index(state)
        self._owned.clear()
        self._processes = {0: self.process}

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

    # where a token stands

    def process_of(self, scope: int) -> Process:
        """The process whose nodes the tokens of a scope stand at: the instance's own or a called one."""
        found = self._processes.get(scope)
        if found is None:
            record = self.state.scopes.get(scope)
            found = self.process_of(self.state.tokens[scope].scope)
            if record is not None and record.called:
                assert found.library is not None
                found = found.library.load(record.called)
            self._processes[scope] = found
        return found

    def forget_process(self, scope: int) -> None:
        """Another process runs in the scope from now on."""
        self._processes.pop(scope, None)

    def node(self, token: Token) -> Node:
        """The node the token stands at."""
        return self.process_of(token.scope).nodes[token.node]

    def activity(self, token: Token) -> Activity | None:
        """The activity the token stands at, None at any other node."""
        node = self.node(token)
        return node if isinstance(node, Activity) else None

    def is_inner_instance(self, token: Token) -> bool:
        """Whether the token is one instance of a loop, whose activity another token holds."""
        holder = self.state.tokens.get(token.scope)
        return holder is not None and holder.state == "loop"

    def is_in_loop(self, token: Token) -> bool:
        """Whether the token is, or is inside of, one of several instances side by side or in a row."""
        return any(self.state.tokens[owner].state == "loop" for owner in holders(self.state, token.scope))

    def tokens_in(self, scope: int) -> list[Token]:
        """The tokens whose scope it is, oldest first. Raises IncompleteState."""
        found = self.index.tokens_in(scope)
        record = self.state.scopes.get(scope)
        loop = record.loop if record is not None else None
        if loop is not None and loop.is_apart and len(found) != loop.active:
            raise IncompleteState
        return found

    def require_all(self) -> None:
        """Raises IncompleteState unless every token of the case is at hand."""
        for owner, record in self.state.scopes.items():
            if record.loop is not None and record.loop.is_apart:
                self.tokens_in(owner)

    def place(self, token: Token, node_id: str) -> str:
        """The name under which ``InstanceState.completers`` keeps a node beside the token."""
        process = self.process_of(token.scope)
        return f"{process.key}/{node_id}" if self.called(token) else node_id

    def called(self, token: Token) -> str:
        """The reference of the called process the token runs in, empty for the instance's own."""
        return called_at(self.state, token) if self.state.scopes else ""

    # scopes

    def own_scope(self, owner: int) -> Scope:
        """The record of a scope, to be changed; made when there is none."""
        found = self.state.scopes.get(owner)
        if found is None:
            found = self.state.scopes[owner] = Scope()
        elif owner not in self._owned:
            found = self.state.scopes[owner] = found.copy()
        self._owned.add(owner)
        return found

    # variables

    def variables(self, token: Token) -> Mapping[str, Any]:
        """What an expression at ``token`` can see, its own local variables included."""
        return seen_at(self.state, token)

    def variables_around(self, token: Token) -> Mapping[str, Any]:
        """What can be seen beside ``token``, without its own local variables."""
        return seen_from(self.state, 0, token.scope) if self.state.scopes else self.state.variables

    def variables_in(self, scope: int) -> Mapping[str, Any]:
        """What can be seen inside of a scope."""
        return seen_from(self.state, 0, scope) if self.state.scopes else self.state.variables

    def assign(self, token: Token | None, changes: Mapping[str, Any], *, is_outside: bool = False) -> None:
        """Write variables, each where it is local nearest to ``token``, else to the (called) process.

        ``is_outside``: not into the token's own. ``token`` None: into those of the process.
        """
        self.is_changed = self.process.may_await_conditions
        if token is None or not self.state.scopes:
            self.state.variables.update(changes)
            self._changes.note(changes)
            return
        for name, value in changes.items():
            owner = self._owner_of(name, 0 if is_outside else token.id, token.scope)
            if owner:
                self.assign_local(owner, {name: value})
            else:
                self.state.variables[name] = value
                self._changes.note((name,))

    def _owner_of(self, name: str, first: int, scope: int) -> int:
        record = self.state.scopes.get(first) if first else None
        if record is not None and not record.called and name in record.variables:
            return first
        for owner in holders(self.state, scope):
            record = self.state.scopes.get(owner)
            if record is not None and (name in record.variables or record.called):
                return owner
        return 0

    def assign_local(self, owner: int, changes: Mapping[str, Any]) -> None:
        """Write variables of a scope."""
        self.is_changed = self.process.may_await_conditions
        record = self.own_scope(owner)
        record.variables.update(changes)
        if record.called:
            record.written.update(changes)
        self._changes.note_local(owner, changes)

    def keep(self, token: Token, changes: Mapping[str, Any]) -> None:
        """Write variables that only the token itself sees, not what it calls."""
        record = self.own_scope(token.id)
        (record.own if record.called else record.variables).update(changes)
        self._changes.note_local(token.id, changes)

    # movement

    def begin(self, node: str, scope: int, flow: str = "") -> Token:
        """A new token that stands at ``node``; who calls this decides what becomes of it."""
        if len(self.state.tokens) >= TOKEN_LIMIT:
            raise TooManyTokens(limit=TOKEN_LIMIT)
        token = Token(self.state.next_token, node, "ready", flow, scope)
        self.state.next_token += 1
        self.state.tokens[token.id] = token
        self.index.begun(token)
        return token

    def enter(self, node: str, scope: int, flow: str = "") -> Token:
        """A new token that has still to enter ``node``."""
        token = self.begin(node, scope, flow)
        self.queue.append(token)
        return token

    def leave_by(self, token: Token, node: Node, flows: Iterable[Flow], times: int = 1) -> None:
        """End the visit and begin ``times`` ones behind each flow; without any, the token is consumed."""
        self.consume(token)
        has_moved = False
        for flow in flows:
            has_moved = True
            for _ in range(times):
                self.follow(flow, token.scope)
        if not has_moved:
            self.emptied.append(token.scope)

    def follow(self, flow: Flow, scope: int) -> None:
        """Begin a visit behind the flow."""
        begun = self.enter(flow.target, scope, flow.id)
        self.events.append(events.TokenMoved(begun.id, flow.id, flow.source, flow.target))

    def leave_by_link(self, token: Token, node: IntermediateThrowEvent) -> None:
        """End the visit and begin one at the catching half of the link."""
        self.consume(token)
        begun = self.enter(node.target, token.scope)
        self.events.append(events.TokenMoved(begun.id, "", node.id, node.target))

    def consume(self, token: Token) -> None:
        """End the visit of a token that another one goes on for, or whose scope is looked after."""
        self.events.append(events.NodeLeft(token.id, token.node))
        self.remove(token)

    def remove(self, token: Token) -> None:
        """Take the token with its local data out of the state."""
        del self.state.tokens[token.id]
        self.index.removed(token)
        if self.state.scopes:
            self.state.scopes.pop(token.id, None)

    def step(self) -> Step:
        """The outcome; call it once, when the queue is empty."""
        self.events += self._changes.events(self.state.variables)
        return Step(self.state, self.effects, self.events, self.calls)
