"""Two versions of the process "p", drawn, and an instance that goes from one to the other."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from engine.definition import Process
from engine.errors import MigrationRefused
from engine.runtime import advance, encode_state, replay
from engine.runtime.events import InstanceMigrated
from engine.runtime.migration import Reason, reasons_from_json
from engine.runtime.triggers import MigrateInstance, UndoMigration
from tests.unit.engine.bpmn.drawing import Flow, compiled
from tests.unit.engine.runtime.playing import NOW, Player

START_END = '<startEvent id="s"/><endEvent id="e"/>'
OLD, NEW = "p@1", "p@2"


class Shelf:
    """The versions by reference; what is called is pinned by its key alone."""

    def __init__(self) -> None:
        self.processes: dict[str, Process] = {}

    def pinned(self, key: str) -> str:
        return f"{key}@0"

    def load(self, reference: str) -> Process:
        return self.processes[reference]


def versions(old: Process, new: Process, **others: Process) -> tuple[Process, Process]:
    """Both with a library that knows them; ``others``: called processes by key."""
    shelf = Shelf()
    given = {OLD: old, NEW: new, **{f"{key}@0": process for key, process in others.items()}}
    shelf.processes = {reference: replace(process, library=shelf) for reference, process in given.items()}
    return shelf.processes[OLD], shelf.processes[NEW]


def drawn(elements: str, *flows: Flow, roots: str = "") -> Process:
    return compiled(START_END + elements, *flows, roots=roots)


def trigger(mapping: Mapping[str, str] | None = None, timers: Any = ()) -> MigrateInstance:
    return MigrateInstance(OLD, NEW, dict(mapping or {}), timers)


def judged(player: Player, new: Process, mapping: Mapping[str, str] | None = None) -> list[Reason]:
    """What a plan would say; nothing is changed."""
    try:
        step = advance(new, player.state, trigger(mapping), NOW)
    except MigrationRefused as refusal:
        return list(reasons_from_json(refusal.reasons))
    (event,) = [event for event in step.events if isinstance(event, InstanceMigrated)]
    return list(reasons_from_json(event.reasons))


def codes(reasons: list[Reason]) -> set[tuple[str, str]]:
    assert all(str(reason) for reason in reasons)
    return {(reason.code, reason.node) for reason in reasons}


def migrate(player: Player, new: Process, mapping: Mapping[str, str] | None = None, timers: Any = ()) -> None:
    """The player plays on in the new version."""
    old, player.process = player.process, new
    player.give(trigger(mapping, timers))
    player.replayed = lambda: _replayed(player, old)  # type: ignore[method-assign]
    assert player.replayed() == player.state


def undo(player: Player, old: Process, before: Any) -> None:
    """``before``: the state before the migration."""
    player.process = old
    timers = [
        [token.id, catch.trigger, NOW.isoformat()]
        for token in before.tokens.values()
        for catch in token.catches or ()
        if catch.kind == "timer"
    ]
    player.give(UndoMigration(NEW, OLD, encode_state(before), timers))
    assert player.replayed() == player.state


def _replayed(player: Player, begun_in: Process) -> Any:
    return replay(begun_in, player.recorded)
