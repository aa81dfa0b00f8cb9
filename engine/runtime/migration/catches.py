"""What is waited for in the new version: kept where it is the same, else ended, else begun.

What has happened already (a reminder that was sent) does not happen again. A timer that is kept keeps its due.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from engine.definition import (
    Activity,
    CallActivity,
    EventBasedGateway,
    EventDefinition,
    IntermediateCatchEvent,
    MessageDefinition,
    Node,
    Process,
    ReceiveTask,
    SignalDefinition,
    StartEvent,
    SubProcess,
    definitions_of,
    split_trigger,
    trigger_name,
)
from engine.runtime.catching import plan
from engine.runtime.commands import CancelTimer, ScheduleTimer, Subscribe, Unsubscribe
from engine.runtime.incidents import FAILURES
from engine.runtime.instance_state import Token
from engine.runtime.migration.sameness import is_same_event
from engine.runtime.migration.transfer import Transfer
from engine.runtime.registration import start_of
from engine.runtime.scope import Catch

_AT_BOUNDARY = frozenset({"user-task", "connector", "scope", "loop", "incident"})
Waits = Sequence[tuple[Node, Mapping[str, Any]]]  # nodes, and what their expressions see


def wait_anew(transfer: Transfer) -> None:
    """Every own token and scope waits for what the new version says; call it when tokens are moved."""
    for token in transfer.own:
        _wait_at(transfer, token)
    tokens = {token.id: token for token in transfer.own}
    for owner in (0, *tokens):
        _wait_inside(transfer, owner, tokens.get(owner))


def _wait_at(transfer: Transfer, token: Token) -> None:
    before, after = transfer.before(token), transfer.after(token)
    assert after is not None
    is_unarmed = token.catches is None and token.state not in _AT_BOUNDARY - {"incident"}
    if is_unarmed or token.state not in (*_AT_BOUNDARY, "event"):
        return
    old, new = (
        _places(transfer, token, before, transfer.source),
        _places(transfer, token, after, transfer.run.process),
    )
    if token.catches is None and not new:
        return
    catches = _Comparison(transfer, token.id, token.node).compare(token.catches or (), old, new)
    if token.state == "event" and not catches:
        transfer.reasons.add("nothing-to-wait-for", token.node)
    moved = transfer.run.state.tokens[token.id]
    transfer.run.state.tokens[token.id] = moved.with_catches(catches)


def _places(transfer: Transfer, token: Token, node: Node, process: Process) -> Waits:
    """Where the token waits: at the event, at all behind the gateway, at the boundary of the activity."""
    run = transfer.run
    seen = run.variables(token)
    if isinstance(node, EventBasedGateway):
        return [(process.nodes[flow.target], seen) for flow in node.outgoing]
    waits: list[tuple[Node, Mapping[str, Any]]] = []
    if isinstance(node, IntermediateCatchEvent | ReceiveTask):
        waits.append((node, seen))
    if isinstance(node, Activity) and not run.is_inner_instance(token):
        around = run.variables_around(token)
        waits += [(event, around) for event in node.boundary_events]
    return waits


def _wait_inside(transfer: Transfer, owner: int, holder: Token | None) -> None:
    """For the starts of the event sub-processes of the process (``holder`` None) or of a sub-process."""
    run = transfer.run
    record = run.state.scopes.get(owner)
    before: Process | Node = transfer.source if holder is None else transfer.before(holder)
    after: Process | Node | None = run.process if holder is None else transfer.after(holder)
    if isinstance(before, CallActivity) or (record is not None and (record.is_closed or record.called)):
        return
    if not isinstance(before, Process | SubProcess) or not isinstance(after, Process | SubProcess):
        return
    if holder is not None and holder.state != "scope":
        return
    seen = run.variables_in(owner)
    old = [(start, seen) for start in _starts(transfer.source, before)]
    new = [(start, seen) for start in _starts(run.process, after)]
    if old or new:
        place = holder.node if holder else ""
        catches = _Comparison(transfer, owner, place).compare(record.catches if record else (), old, new)
        run.own_scope(owner).catches = catches


def _starts(process: Process, inside: Process | SubProcess) -> list[StartEvent]:
    return [start_of(process, each) for each in inside.event_sub_processes]


def subscription(owner: int, catch: Catch, definition: EventDefinition) -> Subscribe:
    """What lets the owner wait for the message or the signal."""
    assert isinstance(definition, MessageDefinition | SignalDefinition)
    kind: Literal["message", "signal"] = "message" if catch.kind == "message" else "signal"
    return Subscribe(owner, catch.trigger, kind, definition.name, catch.key)


class _Comparison:
    """What one owner waited for, and what it is to wait for."""

    def __init__(self, transfer: Transfer, owner: int, place: str) -> None:
        self.transfer, self.owner, self.place = transfer, owner, place

    def compare(self, catches: Sequence[Catch], old: Waits, new: Waits) -> tuple[Catch, ...]:
        """The catches from now on."""
        open_now = {self._renamed(catch.trigger): catch for catch in catches}
        known = {
            self._renamed(trigger_name(node.id, index)): definition
            for node, _ in old
            for index, definition in enumerate(definitions_of(node))
        }
        found: list[Catch] = []
        for node, seen in new:
            for index, definition in enumerate(definitions_of(node)):
                name = trigger_name(node.id, index)
                if name not in known:
                    found += self._begin(node, name, seen, "added")
                elif (catch := open_now.pop(name, None)) is None:
                    continue
                elif is_same_event(known[name], definition):
                    found.append(self._keep(catch, name, definition))
                else:
                    self._end(catch)
                    found += self._begin(node, name, seen, "changed")
        kept = {catch.trigger for catch in found}
        for name, catch in open_now.items():
            self._end(catch)
            if name not in kept:
                self._tell(catch, "removed", split_trigger(catch.trigger)[0])
        return tuple(found)

    def _renamed(self, trigger: str) -> str:
        """The name in the new version; one that no node has when there is no counterpart."""
        node_id, index = split_trigger(trigger)
        return trigger_name(self.transfer.counterparts.of(node_id) or f"{trigger}##", index)

    def _keep(self, catch: Catch, name: str, definition: EventDefinition) -> Catch:
        if name == catch.trigger or catch.kind == "condition" or (catch.kind == "timer" and catch.is_met):
            return replace(catch, trigger=name)
        self._end(catch)
        if catch.kind == "timer":
            due = self.transfer.dues.get((self.owner, catch.trigger), self.transfer.run.now)
            timer = ScheduleTimer(self.owner, name, due, catch.every, False, self.transfer.run.now)
            self.transfer.opening.append(timer)
        else:
            self.transfer.opening.append(subscription(self.owner, replace(catch, trigger=name), definition))
        return replace(catch, trigger=name)

    def _end(self, catch: Catch) -> None:
        if catch.kind == "timer" and not catch.is_met:
            self.transfer.closing.append(CancelTimer(self.owner, catch.trigger))
        elif catch.kind in ("message", "signal"):
            self.transfer.closing.append(Unsubscribe(self.owner, catch.trigger))

    def _begin(self, node: Node, name: str, seen: Mapping[str, Any], how: str) -> list[Catch]:
        try:
            planned = plan(self.transfer.run, self.owner, [node], seen)
        except FAILURES as failure:
            self.transfer.reasons.add(
                "cannot-evaluate", self.place, failure=getattr(failure, "code", "technical-error")
            )
            return []
        wanted = [(effect, catch) for effect, catch in planned if catch.trigger == name]
        self.transfer.opening += [effect for effect, _ in wanted if effect is not None]
        for _, catch in wanted:
            self._tell(catch, how, node.id)
        return [catch for _, catch in wanted]

    def _tell(self, catch: Catch, how: str, event: str) -> None:
        kind = "timer" if catch.kind == "timer" else "event"
        self.transfer.reasons.add(f"{kind}-{how}", self.place, event=event)
