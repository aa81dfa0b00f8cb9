"""Reading the recorded files and playing them again."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.definition import Process
from engine.runtime import InstanceState, decode_trigger, encode_event, execute
from engine.runtime.events import Event
from engine.runtime.step import Call
from engine.runtime.triggers import Answer

FOLDER = Path(__file__).parent


def recorded(kind: str) -> list[Path]:
    return sorted((FOLDER / kind).glob("*.json"))


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def play(
    process: Process, state: InstanceState, entries: Iterable[Mapping[str, Any]]
) -> tuple[InstanceState, list[Event]]:
    """The state after the entries, and all that happened."""
    events: list[Event] = []
    for entry in entries:
        answers = iter(entry["answers"])

        def ask(call: Call, asked: InstanceState, answers: Any = answers) -> Answer:
            answer = decode_trigger(next(answers))
            assert isinstance(answer, Answer)
            return answer

        now = datetime.fromisoformat(entry["now"])
        done = execute(process, state, decode_trigger(entry["trigger"]), now, ask)
        assert next(answers, None) is None, "an answer is left over"
        state = done.state
        events += done.events
    return state, events


def told(events: Iterable[Event]) -> list[str]:
    """One short line for each event, for the reader of a difference."""
    return [" ".join([type(event).__name__, *_place(event)]) for event in events]


def digest(events: Iterable[Event]) -> str:
    """Of everything the events say."""
    text = json.dumps([encode_event(event) for event in events], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _place(event: Event) -> list[str]:
    return [
        str(getattr(event, name)) for name in ("token", "node", "trigger", "timer") if hasattr(event, name)
    ]
