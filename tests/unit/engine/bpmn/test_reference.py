"""The examples of the reference for modellers deploy as they stand, and it names every element that is executed."""

import re
from pathlib import Path

import pytest

from engine.bpmn import compile_bpmn
from engine.bpmn.grammar import KARTABL_ATTRIBUTES
from engine.bpmn.vocabulary import BPMN, EVENT_DEFINITIONS, GLOBAL_TASKS, KARTABL, LOOPS, SUPPORTED_NODES

TEXT = Path("docs/engine/README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```xml\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_deploys(number: int) -> None:
    example = EXAMPLES[number]
    if "<process" not in example:
        example = f'<process id="p" isExecutable="true">{example}</process>'
    head = f'<definitions xmlns="{BPMN}" xmlns:kartabl="{KARTABL}" targetNamespace="urn:example" id="d">'
    assert compile_bpmn(f"{head}{example}</definitions>".encode())


@pytest.mark.parametrize("element", sorted(SUPPORTED_NODES | GLOBAL_TASKS | EVENT_DEFINITIONS | LOOPS))
def test_every_element_is_described(element: str) -> None:
    words = re.sub("([A-Z])", r" \1", element.removesuffix("EventDefinition")).lower()
    assert element in TEXT or words in re.sub("[-*]+", " ", TEXT.lower())


@pytest.mark.parametrize("name", sorted(set().union(*KARTABL_ATTRIBUTES.values()) - {"message"}))
def test_every_attribute_is_described(name: str) -> None:
    assert name in TEXT


def test_every_warning_is_described() -> None:
    places = [*Path("engine/bpmn/warnings").glob("*.py"), Path("engine/store/deployment_warnings.py")]
    sources = "".join(path.read_text(encoding="utf-8") for path in places)
    told = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', sources))
    assert set(re.findall(r"^\| `([a-z-]+)` \|", TEXT.partition("## Warnings")[2], re.MULTILINE)) == told
