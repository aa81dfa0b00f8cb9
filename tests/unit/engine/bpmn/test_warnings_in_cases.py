"""No false alarm: neither in what is shipped nor in the conformance cases, where every warning has its reason."""

from pathlib import Path
from typing import Any

import pytest

from engine.bpmn import compile_bpmn
from engine.bpmn.warnings import warnings_of
from tests.unit.engine.bpmn.drawing import problems_of
from tests.unit.engine.bpmn.test_conformance_models import CASES, ROOT, read

LOG = "trace"  # every task of the cases appends to it, those side by side too: which comes first is open
TRUE = {  # model → (element, rule) with its reason
    "cfpatterns/WCP08_MultiMerge": {
        ("inclusiveGateway_1", "default-missing"): "with other input no condition is true",
        ("exclusiveGateway_2", "multiple-merge"): "the pattern is just that: task 4 is done once for each branch",
    },
    "errors/ExclusiveDiverging_ParallelConverging": {
        ("ExclusiveGateway_1", "default-missing"): "with other input no condition is true",
        ("ParallelGateway_2", "join-never-fires"): "the cases expect that it waits for ever",
    },
    "gateways/EventBasedGateway_Signals": {
        ("ParallelGateway_2", "join-gets-too-few"): "one of the cases expects that it waits for ever",
    },
    "gateways/ComplexGateway": {("ComplexGateway_1", "default-missing"): "one case ends with the incident"},
    "gateways/ExclusiveGateway": {("ExclusiveGateway_1", "default-missing"): "one case ends with the incident"},
    "gateways/ExclusiveGatewayMixed": {
        ("ExclusiveGateway_1", "default-missing"): "one case ends with the incident",
        ("ExclusiveGateway_X", "default-missing"): "the same input decides here",
    },
    "gateways/InclusiveGateway": {("InclusiveGateway_1", "default-missing"): "one case ends with the incident"},
}  # fmt: skip
SHIPPED = sorted(ROOT.glob("workflows/*/processes/*.bpmn"))


def told(file: Path) -> set[tuple[str, str]]:
    content = file.read_bytes()
    if problems_of(content):
        return set()
    found = [problem for process in compile_bpmn(content) for problem in warnings_of(process)]
    return {(each.element_id, each.rule) for each in found if each.params.get("variable") != LOG}


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_what_is_shipped_gets_no_warning(file: Path) -> None:
    assert told(file) == set()


@pytest.mark.parametrize("model", read("cases.json"), ids=lambda model: model["id"])
def test_a_conformance_model_gets_true_warnings_only(model: dict[str, Any]) -> None:
    assert told(CASES / model["file"]) == set(TRUE.get(model["id"], {}))


def test_the_list_names_models_that_exist() -> None:
    known = {model["id"] for model in read("cases.json")}
    assert not known or TRUE.keys() <= known
