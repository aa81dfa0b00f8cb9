"""The reader lets nothing through that could hurt a server."""

import time

import pytest

from engine.bpmn import MAX_BYTES, compile_bpmn
from engine.errors import DefinitionError
from tests.unit.engine.bpmn.drawing import draw, problems_of

_PLAIN = draw('<startEvent id="s"/><endEvent id="e"/>', "s>e")


def rule_of(xml):
    (problem,) = problems_of(xml)
    return problem.rule


def test_an_ordinary_file_is_read_in_any_encoding():
    assert problems_of(_PLAIN) == []
    text = '<?xml version="1.0" encoding="UTF-16"?>' + _PLAIN.decode()
    assert problems_of(text.encode("utf-16")) == []


@pytest.mark.parametrize("xml", [b"", b"no xml", b"<a>", b"<a>&unknown;</a>", b"\x00\xff\xfe"])
def test_what_is_not_well_formed_is_refused_with_its_reason(xml):
    assert rule_of(xml) == "xml-malformed"


def test_a_document_type_is_refused_whatever_it_declares():
    assert rule_of(b"<!DOCTYPE definitions>" + _PLAIN) == "xml-doctype"
    outside = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>'
    assert rule_of(outside) == "xml-doctype"


def test_an_entity_bomb_is_refused_at_once():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE d [<!ENTITY e0 "boom">{levels}]><d a="&e11;">&e11;</d>'.encode()
    begun = time.monotonic()
    assert rule_of(bomb) in ("xml-doctype", "xml-malformed")
    assert time.monotonic() - begun < 2


def test_a_file_beyond_two_megabytes_is_refused_unread():
    assert rule_of(_PLAIN + b" " * MAX_BYTES) == "xml-too-large"


def test_deep_nesting_is_refused():
    assert rule_of(b"<a>" * 230 + b"</a>" * 230) == "xml-too-deep"
    assert rule_of(b"<a>" * 100_000 + b"</a>" * 100_000) in ("xml-too-deep", "xml-malformed")


def test_another_kind_of_xml_is_refused():
    assert rule_of(b"<html/>") == "not-bpmn"


def test_a_problem_names_the_line_of_its_element():
    xml = _PLAIN.replace(b"<endEvent", b"\n\n<task id='lost'/><endEvent")
    with pytest.raises(DefinitionError) as refusal:
        compile_bpmn(xml)
    assert {(found.element_id, found.line) for found in refusal.value.problems} == {("lost", 3)}
