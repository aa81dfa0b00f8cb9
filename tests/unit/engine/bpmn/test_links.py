"""Links: two halves of one flow, which agree about each other (BPMN 10.5.5 Link)."""

import pytest

from tests.unit.engine.bpmn.drawing import START_END as S_E
from tests.unit.engine.bpmn.drawing import draw, rules_of, user


def throw(id, name):
    return f'<intermediateThrowEvent id="{id}"><linkEventDefinition name="{name}"/></intermediateThrowEvent>'


def catch(id, name):
    return f'<intermediateCatchEvent id="{id}"><linkEventDefinition name="{name}"/></intermediateCatchEvent>'


REFUSED = {
    "link without name": (
        draw(S_E + throw("x", "") + catch("y", ""), "s>x", "y>e"),
        ("x", "link-without-name"),
    ),
    "link that nobody catches": (draw(S_E + throw("x", "a"), "s>x"), ("x", "link-not-caught")),
    "link caught twice": (
        draw(S_E + throw("x", "a") + catch("y", "a") + catch("z", "a"), "s>x", "y>e", "z>e"),
        ("x", "link-caught-twice"),
    ),
    "halves that name others": (
        draw(
            S_E
            + throw("x", "a").replace("/></inter", "><target>s</target></linkEventDefinition></inter")
            + catch("y", "a"),
            "s>x",
            "y>e",
        ),
        ("x", "link-halves"),
    ),
    "link thrown by nobody": (draw(S_E + catch("y", "a"), "s>e", "y>e"), ("y", "unreachable")),
    "flow to a caught link": (
        draw(S_E + throw("x", "a") + catch("y", "a") + user("u"), "s>x", "s>u", "u>y", "y>e"),
        ("y", "link-with-incoming"),
    ),
    "flow from a thrown link": (
        draw(S_E + throw("x", "a") + catch("y", "a"), "s>x", "x>e", "y>e"),
        ("x", "link-with-outgoing"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_faulty_is_refused(name):
    xml, expected = REFUSED[name]
    assert expected in rules_of(xml)


def test_several_halves_may_lead_to_one():
    parts = throw("x", "a") + throw("z", "a") + catch("y", "a") + user("u")
    assert rules_of(draw(S_E + parts, "s>x", "s>u", "u>z", "y>e")) == set()
