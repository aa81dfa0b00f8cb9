"""Boxed expressions in XML → FEEL syntax trees (DMN 1.5, 7.3, 8.3, 10.2)."""

from __future__ import annotations

from collections.abc import Callable

from engine.dmn import boxed_iteration, boxed_table
from engine.dmn.document import Element, attribute, child, children, tag, text_of
from engine.dmn.item_types import ANY, ItemType
from engine.dmn.model_context import ModelContext
from engine.dmn.nodes import Steps, Typed, TypedFunction
from engine.errors import DecisionError
from engine.feel import syntax as tree
from engine.feel.runtime import NOWHERE

Reader = Callable[["ModelContext", Element, str], tree.Node]


def find_expression(element: Element) -> Element | None:
    """The boxed expression among the children, of whatever kind."""
    for item in element:
        if isinstance(item.tag, str) and tag(item) in READERS | UNSUPPORTED and _is_model(item, element):
            return item
    return None


def _is_model(item: Element, parent: Element) -> bool:
    return str(item.tag).rpartition("}")[0] == str(parent.tag).rpartition("}")[0]


def read_boxed(context: ModelContext, element: Element | None, owner: str) -> tree.Node:
    """The tree of a boxed expression; null for none. DecisionError for a kind that is not supported."""
    if element is None:
        return tree.Literal(NOWHERE, None)
    if tag(element) in UNSUPPORTED:
        raise DecisionError(decision=owner, reason=f"{tag(element)} is not supported")
    node = READERS[tag(element)](context, element, owner)
    reference = attribute(element, "typeRef")
    kind = context.types.resolve(reference) if reference else ANY
    return node if kind is ANY or tag(element) == "functionDefinition" else Typed(NOWHERE, node, kind)


def read_inner(context: ModelContext, element: Element | None, owner: str) -> tree.Node:
    """The boxed expression inside an element."""
    return read_boxed(context, None if element is None else find_expression(element), owner)


def _literal(context: ModelContext, element: Element, owner: str) -> tree.Node:
    language = attribute(element, "expressionLanguage")
    if language and "feel" not in language.lower():
        raise DecisionError(decision=owner, reason=f"the expression language {language} is not supported")
    if child(element, "importedValues") is not None:
        raise DecisionError(decision=owner, reason="importedValues is not supported")
    text = text_of(element)
    return context.expression(owner, element, text) if text else tree.Literal(NOWHERE, None)


def _context(context: ModelContext, element: Element, owner: str) -> tree.Node:
    keys: list[str] = []
    values: list[tree.Node] = []
    for entry in children(element, "contextEntry"):
        variable = child(entry, "variable")
        value = read_inner(context, entry, owner)
        if variable is None:
            return Steps(NOWHERE, tuple(keys), tuple(values), value)
        keys.append(attribute(variable, "name"))
        values.append(_typed(context, variable, value))
    return tree.ContextLiteral(NOWHERE, tuple(keys), tuple(values))


def _typed(context: ModelContext, variable: Element, value: tree.Node) -> tree.Node:
    reference = attribute(variable, "typeRef")
    kind = context.types.resolve(reference) if reference else ANY
    return value if kind is ANY or isinstance(value, TypedFunction) else Typed(NOWHERE, value, kind)


def _invocation(context: ModelContext, element: Element, owner: str) -> tree.Node:
    names: list[str] = []
    values: list[tree.Node] = []
    for binding in children(element, "binding"):
        parameter = child(binding, "parameter")
        names.append("" if parameter is None else attribute(parameter, "name"))
        values.append(read_inner(context, binding, owner))
    function = read_inner(context, element, owner)
    return tree.Invocation(NOWHERE, function, tuple(values), tuple(names))


def read_function(context: ModelContext, element: Element, owner: str) -> tree.Node:
    """A function definition or encapsulated logic, of kind FEEL only."""
    kind = attribute(element, "kind") or "FEEL"
    if kind != "FEEL":
        raise DecisionError(decision=owner, reason=f"functions of kind {kind} are not supported")
    names: list[str] = []
    types: list[ItemType] = []
    for parameter in children(element, "formalParameter"):
        names.append(attribute(parameter, "name"))
        types.append(context.types.resolve(attribute(parameter, "typeRef") or "Any"))
    return TypedFunction(NOWHERE, tuple(names), tuple(types), read_inner(context, element, owner))


def _list(context: ModelContext, element: Element, owner: str) -> tree.Node:
    items = [item for item in element if isinstance(item.tag, str) and tag(item) in READERS | UNSUPPORTED]
    return tree.ListLiteral(NOWHERE, tuple(read_boxed(context, item, owner) for item in items))


def _relation(context: ModelContext, element: Element, owner: str) -> tree.Node:
    columns = list(children(element, "column"))
    keys = tuple(attribute(column, "name") for column in columns)
    rows: list[tree.Node] = []
    for row in children(element, "row"):
        cells = [item for item in row if isinstance(item.tag, str) and tag(item) in READERS | UNSUPPORTED]
        if len(cells) != len(keys):
            raise DecisionError(decision=owner, reason="a row of the relation has too many or too few cells")
        values = [
            _typed(context, column, read_boxed(context, cell, owner))
            for column, cell in zip(columns, cells, strict=True)
        ]
        rows.append(tree.ContextLiteral(NOWHERE, keys, tuple(values)))
    return tree.ListLiteral(NOWHERE, tuple(rows))


READERS: dict[str, Reader] = {
    "literalExpression": _literal,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": read_function,
    "list": _list,
    "relation": _relation,
    "decisionTable": boxed_table.read_table,
    "conditional": boxed_iteration.read_conditional,
    "filter": boxed_iteration.read_filter,
    "for": boxed_iteration.read_for,
    "some": boxed_iteration.read_quantified,
    "every": boxed_iteration.read_quantified,
}
UNSUPPORTED: dict[str, Reader] = {}
