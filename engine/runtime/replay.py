"""Replay: the recorded triggers and answers lead to the same state again, without calling any plug-in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.definition import Process
from engine.errors import EngineError, ReplayDiverged
from engine.runtime.encoding import decode_trigger
from engine.runtime.execution import execute
from engine.runtime.instance_state import InstanceState
from engine.runtime.step import Call
from engine.runtime.triggers import Answer, Trigger


@dataclass(frozen=True, slots=True)
class ReplayEntry:
    """One command: its encoded trigger, its instant, and the encoded answers of its calculators in order."""

    trigger: Mapping[str, Any]
    now: datetime
    answers: Sequence[Mapping[str, Any]] = ()


def replay(process: Process, entries: Iterable[ReplayEntry]) -> InstanceState:
    """The state after all entries, beginning from nothing in the version ``process``.

    Raises ReplayDiverged when an entry does not fit: another definition, or a changed behaviour.
    """
    state = InstanceState()
    for number, entry in enumerate(entries, 1):
        process = _version_after(process, entry.trigger)
        answers = iter([decode_trigger(answer) for answer in entry.answers])
        try:
            done = execute(
                process, state, decode_trigger(entry.trigger), entry.now, _Recorded(number, answers)
            )
        except ReplayDiverged:
            raise
        except EngineError as error:
            raise ReplayDiverged(entry=number, reason=str(error)) from error
        if next(answers, None) is not None:
            raise ReplayDiverged(entry=number, reason="an answer is left over")
        state = done.state
    return state


def _version_after(process: Process, trigger: Mapping[str, Any]) -> Process:
    """The version that the case is in from this trigger on."""
    if trigger["kind"] not in ("MigrateInstance", "UndoMigration") or process.library is None:
        return process
    return process.library.load(trigger["target"])


@dataclass(frozen=True, slots=True)
class _Recorded:
    """Answers each call with the next recorded answer."""

    number: int
    answers: Iterator[Trigger]

    def __call__(self, call: Call, state: InstanceState) -> Answer:
        answer = next(self.answers, None)
        if not isinstance(answer, Answer) or answer.token != call.token:
            reason = f'nothing was asked at "{call.node}" then'
            raise ReplayDiverged(entry=self.number, reason=reason)
        return answer
