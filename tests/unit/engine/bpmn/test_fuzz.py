"""Whatever is wrong with a file, it is refused with its reasons: damaged examples never crash the compiler."""

import random
import re
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.vocabulary import BPMN, KARTABL
from tests.unit.engine.bpmn.drawing import problems_of

EXAMPLES = re.findall(r"```xml\n(.*?)```", Path("docs/engine/README.md").read_text("utf-8"), re.DOTALL)
VALUES = ["", "=", "= 1 +", "true", "-1", "NaN", "1e999", "9" * 5000, "٣", "x:y", "R/P", "* * * * *"]


def tree_of(example):
    if "<process" not in example:
        example = f'<process id="p" isExecutable="true">{example}</process>'
    head = f'<definitions xmlns="{BPMN}" xmlns:kartabl="{KARTABL}" id="d">'
    return etree.fromstring(f"{head}{example}</definitions>")


def damage(root, chance):
    """Removes or moves an element, changes an attribute or the text of an element."""
    elements = list(root.iter())
    element, other = chance.choice(elements[1:]), chance.choice(elements)
    values = VALUES + [found.get("id") for found in elements if found.get("id")]
    kind = chance.randrange(4)
    if kind == 0:
        element.getparent().remove(element)
    elif kind == 1 and other is not element and element not in other.iterancestors():
        other.append(element)
    elif kind == 2 and element.attrib:
        element.set(chance.choice(list(element.attrib)), chance.choice(values))
    else:
        element.text = chance.choice(values)


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_file_is_accepted_or_refused_with_reasons(seed):
    chance = random.Random(seed)
    for example in EXAMPLES:
        root = tree_of(example)
        while len(root) and chance.random() < 0.7:
            damage(root, chance)
        for problem in problems_of(etree.tostring(root)):
            assert problem.rule and problem.message
