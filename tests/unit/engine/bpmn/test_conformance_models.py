"""The models of the conformance cases: those that may run compile, those that may not are refused."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.unit.engine.bpmn.drawing import problems_of

ROOT = Path(__file__).resolve().parents[4]
CASES = Path(os.environ.get("CONFORMANCE_DIR") or ROOT.parent / "shared" / "conformance") / "bpmn"
REJECTED = "rejected_at_deploy"


def read(name: str) -> list[dict[str, Any]]:
    """Nothing where the cases are absent (CONFORMANCE_DIR names another folder)."""
    file = CASES / name
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else []


def states_of(model: dict[str, Any]) -> set[str]:
    found = [case["expect"]["state"] for case in model["cases"]]
    return {state for each in found for state in ([each] if isinstance(each, str) else each)}


@pytest.mark.parametrize("model", read("cases.json"), ids=lambda model: model["id"])
def test_a_model_is_judged_as_its_cases_say(model: dict[str, Any]) -> None:
    problems, states = problems_of((CASES / model["file"]).read_bytes()), states_of(model)
    assert bool(problems) in {state == REJECTED for state in states}, problems


@pytest.mark.parametrize("model", read("refused/refused.json"), ids=lambda model: model["file"])
def test_a_faulty_model_is_refused_and_its_repaired_twin_is_not(model: dict[str, Any]) -> None:
    assert problems_of((CASES / "refused" / model["file"]).read_bytes())
    assert problems_of((CASES / "refused" / model["repaired"]).read_bytes()) == []
