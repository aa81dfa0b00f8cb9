"""The examples of the reference for modellers deploy as they stand, and it names every element that is executed."""

import re
from pathlib import Path

import pytest

from engine.bpmn import compile_bpmn
from engine.bpmn.grammar import KARTABL_ATTRIBUTES
from engine.bpmn.vocabulary import BPMN, KARTABL, SUPPORTED_NODES

TEXT = Path("docs/engine/README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```xml\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_deploys(number: int) -> None:
    xml = (
        f'<definitions xmlns="{BPMN}" xmlns:kartabl="{KARTABL}" targetNamespace="urn:example" id="d">'
        f'<process id="p" isExecutable="true">{EXAMPLES[number]}</process></definitions>'
    )
    assert compile_bpmn(xml.encode())


@pytest.mark.parametrize("element", sorted(SUPPORTED_NODES))
def test_every_element_is_described(element: str) -> None:
    first_word = re.match("[a-z]+", element)
    assert first_word and first_word[0] in TEXT.lower()


@pytest.mark.parametrize("name", sorted(set().union(*KARTABL_ATTRIBUTES.values()) - {"message"}))
def test_every_attribute_is_described(name: str) -> None:
    assert name in TEXT
