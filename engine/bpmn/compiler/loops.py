"""Loop characteristics of an activity (BPMN 10.3.8)."""

import re
from typing import Literal, cast

from engine.bpmn.compiler.context import Context
from engine.bpmn.compiler.data import item_name
from engine.bpmn.compiler.triggers import compile_definitions
from engine.bpmn.compiler.values import check_name
from engine.bpmn.loop_events import thrown_by_loop
from engine.bpmn.source import Element, SourceNode
from engine.bpmn.vocabulary import (
    DATA_ITEMS,
    MULTI_INSTANCE,
    STANDARD_LOOP,
)
from engine.bpmn.whole_numbers import MAX_ROUNDS, whole_number
from engine.definition import Attribute, Loop, MultiInstance, StandardLoop, ThrownByLoop
from engine.feel import Expression

_NO_NUMBER_OF_INSTANCES = re.compile(r"-\s*[0-9.]+|[0-9]*\.[0-9]*[1-9][0-9]*")
Behaviour = Literal["All", "None", "One", "Complex"]


def compile_loop(context: Context, node: SourceNode) -> Loop | None:
    standard, multiple = node.element.first(STANDARD_LOOP), node.element.first(MULTI_INSTANCE)
    if standard is not None:
        return _standard(context, node.element, standard)
    return None if multiple is None else _multi_instance(context, node.element, multiple)


def _standard(context: Context, owner: Element, loop: Element) -> StandardLoop:
    return StandardLoop(
        condition=_expression(context, owner, loop, "loopCondition"),
        tests_before=loop.is_true("testBefore"),
        maximum=whole_number(loop.get("loopMaximum"), 0, MAX_ROUNDS),
    )


def _multi_instance(context: Context, owner: Element, loop: Element) -> MultiInstance:
    return MultiInstance(
        is_sequential=loop.is_true("isSequential"),
        cardinality=_cardinality(context, owner, loop),
        collection=_collection(context, owner, loop),
        element_variable=_name(context, owner, loop, "elementVariable")
        or _item(context, owner, loop, "inputDataItem"),
        output_collection=_name(context, owner, loop, "outputCollection")
        or _data(context, owner, loop, "loopDataOutputRef"),
        output_element=_output_element(context, owner, loop),
        completion_condition=_expression(context, owner, loop, "completionCondition"),
        behavior=cast(Behaviour, loop.get("behavior", "All")),
        thrown=_thrown(context, owner),
    )


def _cardinality(context: Context, owner: Element, loop: Element) -> Expression | None:
    expression = _expression(context, owner, loop, "loopCardinality")
    if expression is None:
        return None
    text = loop.text_of("loopCardinality").removeprefix("=").strip()
    if _NO_NUMBER_OF_INSTANCES.fullmatch(text):
        words = f'loopCardinality "{text}" is no number of instances.'
        context.values.problems.report(owner, "value-invalid", words, where="loopCardinality", value=text)
    return expression


def _collection(context: Context, owner: Element, loop: Element) -> Attribute | None:
    where = _holder(owner, loop, "collection")
    if where is not None:
        collection = context.values.attribute(where, "collection")
        if collection is not None and collection.expression is None:
            words = f'collection "{collection.text}" is text, no list; FEEL begins with "=".'
            context.values.problems.report(owner, "value-invalid", words, where="collection")
        return collection
    name = _data(context, owner, loop, "loopDataInputRef")
    return context.values.value(owner, f"={name}", "loopDataInputRef") if name else None


def _output_element(context: Context, owner: Element, loop: Element) -> Attribute | None:
    where = _holder(owner, loop, "outputElement")
    if where is not None:
        return context.values.attribute(where, "outputElement")
    name = _item(context, owner, loop, "outputDataItem")
    return context.values.value(owner, f"={name}", "outputDataItem") if name else None


def _data(context: Context, owner: Element, loop: Element, tag: str) -> str:
    """The variable of the list: that of the data object which an association joins to the input or output.

    Data without a name are known by their id.
    """
    wanted = loop.text_of(tag)
    if not wanted:
        return ""
    own, joined, other = (
        ("targetRef", "dataInputAssociation", "sourceRef")
        if tag == "loopDataInputRef"
        else ("sourceRef", "dataOutputAssociation", "targetRef")
    )
    for association in owner.all(joined):
        if association.text_of(own) == wanted:
            wanted = association.text_of(other) or wanted
    item = context.source.referred(wanted)
    if item is None or item.tag not in DATA_ITEMS:
        words = f'{tag} "{wanted}" is no data of the file.'
        context.values.problems.report(owner, "reference-missing", words, reference=wanted)
        return ""
    return item_name(context.source, wanted) or item.id


def _thrown(context: Context, owner: Element) -> tuple[ThrownByLoop, ...]:
    found: list[ThrownByLoop] = []
    for thrown in thrown_by_loop(context.source, owner):
        text = thrown.behaviour.text_of("condition") if thrown.behaviour else None
        condition = None if text is None else context.values.feel(owner, text, "condition")
        built = compile_definitions(context, owner, [thrown.definition])
        found += [ThrownByLoop(definition, condition) for definition in built]
    return tuple(found)


def _expression(context: Context, owner: Element, loop: Element, tag: str) -> Expression | None:
    return context.values.feel(owner, loop.text_of(tag), tag) if loop.first(tag) is not None else None


def _item(context: Context, owner: Element, loop: Element, tag: str) -> str:
    found = loop.first(tag)
    name = "" if found is None else found.name or found.id
    return name if found is not None and context.values.accepts(owner, name, tag, check_name) else ""


def _holder(owner: Element, loop: Element, name: str) -> Element | None:
    """The loop or the activity, whichever has the attribute."""
    return next((each for each in (loop, owner) if each.kartabl(name) is not None), None)


def _name(context: Context, owner: Element, loop: Element, name: str) -> str:
    where = _holder(owner, loop, name)
    return "" if where is None else context.values.literal(where, name, check_name)
