"""Boxed conditional, filter, for, some and every (DMN 1.5, 10.2.2)."""

from __future__ import annotations

from engine.dmn.document import Element, attribute, child, tag
from engine.dmn.model_context import ModelContext
from engine.errors import DecisionError
from engine.feel import syntax as tree
from engine.feel.runtime import NOWHERE


def _part(context: ModelContext, element: Element, name: str, owner: str) -> tree.Node:
    from engine.dmn.boxed import read_inner

    part = child(element, name)
    if part is None:
        raise DecisionError(decision=owner, reason=f"{tag(element)} has no {name}")
    return read_inner(context, part, owner)


def read_conditional(context: ModelContext, element: Element, owner: str) -> tree.Node:
    condition, then, otherwise = (_part(context, element, name, owner) for name in ("if", "then", "else"))
    return tree.Conditional(NOWHERE, condition, then, otherwise)


def read_filter(context: ModelContext, element: Element, owner: str) -> tree.Node:
    return tree.Filter(NOWHERE, _part(context, element, "in", owner), _part(context, element, "match", owner))


def read_for(context: ModelContext, element: Element, owner: str) -> tree.Node:
    return tree.For(NOWHERE, (_iterator(context, element, owner),), _part(context, element, "return", owner))


def read_quantified(context: ModelContext, element: Element, owner: str) -> tree.Node:
    condition = _part(context, element, "satisfies", owner)
    return tree.Quantified(NOWHERE, tag(element), (_iterator(context, element, owner),), condition)


def _iterator(context: ModelContext, element: Element, owner: str) -> tree.Iterator:
    name = attribute(element, "iteratorVariable")
    if not name:
        raise DecisionError(decision=owner, reason=f"{tag(element)} has no iterator variable")
    return tree.Iterator(NOWHERE, name, _part(context, element, "in", owner), None)
