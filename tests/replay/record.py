"""Writes the recorded histories anew and adds states that are not there yet: ``python -m tests.replay.record``."""

import json
from pathlib import Path
from typing import Any

from engine.feel.codec import to_json_tagged
from engine.runtime import InstanceState, ReplayEntry, encode_state
from engine.runtime.state_encoding import FORMAT
from tests.replay.replaying import FOLDER, digest, told
from tests.replay.scripts import CASES, Case, ask
from tests.unit.engine.runtime.elements import loaded
from tests.unit.engine.runtime.playing import Player


def main() -> None:
    for name, made in CASES.items():
        case = made()
        player, at_rest = _played(case)
        _write(FOLDER / "histories" / f"{name}.json", _history(case, player))
        stored = FOLDER / "states" / f"{name}-{FORMAT}.json"
        if not stored.exists():
            _write(stored, _rest(case, player, at_rest))


def _played(case: Case) -> tuple[Player, InstanceState]:
    """The case at its end, and its state after ``rest`` steps."""
    player = Player(loaded(case.files), case.variables, by="1", ask=ask)
    states = [player.state]
    for step in case.steps:
        step(player)
        states.append(player.state)
    return player, states[case.rest]


def _history(case: Case, player: Player) -> dict[str, Any]:
    return {
        "files": case.files,
        "entries": [_entry(entry) for entry in player.recorded],
        "ends": _stored(player.state),
        "told": told(player.events),
        "digest": digest(player.events),
    }


def _rest(case: Case, player: Player, at_rest: InstanceState) -> dict[str, Any]:
    return {
        "files": case.files,
        **_stored(at_rest),
        "entries": [_entry(entry) for entry in player.recorded[case.rest + 1 :]],
        "ends": {"status": player.state.status, "variables": to_json_tagged(player.state.variables)},
    }


def _stored(state: InstanceState) -> dict[str, Any]:
    return {"state": encode_state(state), "variables": to_json_tagged(state.variables)}


def _entry(entry: ReplayEntry) -> dict[str, Any]:
    return {"trigger": entry.trigger, "now": entry.now.isoformat(), "answers": list(entry.answers)}


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
