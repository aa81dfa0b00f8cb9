"""A decision table in XML → its node (DMN 1.5, 8.3)."""

from __future__ import annotations

from engine.dmn.decision_table import DecisionTable, Input, Output, Rule
from engine.dmn.document import Element, attribute, child, children, text_of
from engine.dmn.hit_policy import AGGREGATIONS, POLICIES
from engine.dmn.item_types import ANY, ItemType
from engine.dmn.model_context import ModelContext
from engine.errors import DecisionError
from engine.feel import syntax as tree
from engine.feel.runtime import NOWHERE


def read_table(context: ModelContext, element: Element, owner: str) -> tree.Node:
    """The table; DecisionError for an unknown hit policy or rules that do not fit the columns."""
    policy = attribute(element, "hitPolicy") or "UNIQUE"
    aggregation = attribute(element, "aggregation")
    if policy not in POLICIES or aggregation not in AGGREGATIONS:
        raise DecisionError(decision=owner, reason=f"unknown hit policy {policy} {aggregation}".rstrip())
    inputs = tuple(_input(context, item, owner) for item in children(element, "input"))
    outputs = tuple(_output(context, item, owner) for item in children(element, "output"))
    rules = tuple(_rule(context, item, owner) for item in children(element, "rule"))
    for number, rule in enumerate(rules, 1):
        if len(rule.tests) != len(inputs) or len(rule.outputs) != len(outputs):
            raise DecisionError(decision=owner, reason=f"rule {number} does not fit the columns")
    return DecisionTable(NOWHERE, owner, policy, aggregation, inputs, outputs, rules)


def _input(context: ModelContext, element: Element, owner: str) -> Input:
    expression = child(element, "inputExpression")
    if expression is None:
        raise DecisionError(decision=owner, reason="an input has no expression")
    allowed = child(element, "inputValues")
    text = text_of(allowed)
    return Input(
        NOWHERE,
        context.expression(owner, expression, text_of(expression)),
        _type(context, attribute(expression, "typeRef")),
        context.tests(owner, element, text) if text else None,
    )


def _output(context: ModelContext, element: Element, owner: str) -> Output:
    values, default = text_of(child(element, "outputValues")), child(element, "defaultOutputEntry")
    order: tuple[tree.Node, ...] = ()
    if values:
        node = context.tests(owner, element, values)
        order = node.tests if isinstance(node, tree.UnaryTests) else ()
    return Output(
        NOWHERE,
        attribute(element, "name"),
        _type(context, attribute(element, "typeRef")),
        order,
        None if default is None else context.expression(owner, default, text_of(default)),
    )


def _rule(context: ModelContext, element: Element, owner: str) -> Rule:
    tests = tuple(_test(context, item, owner) for item in children(element, "inputEntry"))
    outputs = tuple(
        context.expression(owner, item, text_of(item)) if text_of(item) else tree.Literal(NOWHERE, None)
        for item in children(element, "outputEntry")
    )
    return Rule(NOWHERE, tests, outputs)


def _test(context: ModelContext, element: Element, owner: str) -> tree.Node | None:
    text = text_of(element)
    return None if text in ("", "-") else context.tests(owner, element, text)


def _type(context: ModelContext, reference: str) -> ItemType:
    return context.types.resolve(reference) if reference else ANY
