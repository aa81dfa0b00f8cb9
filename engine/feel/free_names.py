"""Which variables an expression reads from outside."""

from __future__ import annotations

from collections.abc import Container

from engine.feel import syntax as tree

_SPECIAL = frozenset(("?",))


def find_looked_up(root: tree.Node) -> tuple[str, ...]:
    """All names that the evaluation may look up outside, including those that are built-ins if undefined."""
    return tuple(sorted({node.name for node, _ in _free(root)} - _SPECIAL))


def find_free_names(root: tree.Node, builtins: Container[str]) -> frozenset[str]:
    """The variables the expression needs: no built-in that it calls, no name that it binds itself."""
    return frozenset(
        node.name
        for node, is_called in _free(root)
        if not (is_called and node.name in builtins) and node.name not in _SPECIAL
    )


def _free(root: tree.Node) -> list[tuple[tree.Name, bool]]:
    """Free names, each with whether it is called."""
    found: list[tuple[tree.Name, bool]] = []
    stack: list[tuple[tree.Node, frozenset[str]]] = [(root, frozenset())]
    while stack:
        node, bound = stack.pop()
        if isinstance(node, tree.Name):
            if node.name not in bound:
                found.append((node, False))
        elif isinstance(node, tree.Invocation) and isinstance(node.function, tree.Name):
            if node.function.name not in bound:
                found.append((node.function, True))
            stack.extend((argument, bound) for argument in node.arguments)
        else:
            stack.extend(_scoped_children(node, bound))
    return found


def _scoped_children(node: tree.Node, bound: frozenset[str]) -> list[tuple[tree.Node, frozenset[str]]]:
    """The nodes below, each with the names bound around it."""
    if isinstance(node, tree.For):
        return _iteration(node.iterators, node.body, bound | {"partial"})
    if isinstance(node, tree.Quantified):
        return _iteration(node.iterators, node.condition, bound)
    if isinstance(node, tree.FunctionLiteral):
        return [(node.body, bound | {parameter.name for parameter in node.parameters})]
    if isinstance(node, tree.Filter):
        return [(node.source, bound), (node.condition, bound | {"item"})]
    if isinstance(node, tree.ContextLiteral):
        return _context(node, bound)
    return [(child, bound) for child in tree.children(node) if not isinstance(child, tree.TypeRef)]


def _iteration(
    iterators: tuple[tree.Iterator, ...], body: tree.Node, bound: frozenset[str]
) -> list[tuple[tree.Node, frozenset[str]]]:
    found: list[tuple[tree.Node, frozenset[str]]] = []
    for iterator in iterators:
        found.extend((part, bound) for part in (iterator.source, iterator.end) if part is not None)
        bound |= {iterator.name}
    return [*found, (body, bound)]


def _context(node: tree.ContextLiteral, bound: frozenset[str]) -> list[tuple[tree.Node, frozenset[str]]]:
    """An entry sees those before it, and a function its own key; another use of the own key is outside."""
    found: list[tuple[tree.Node, frozenset[str]]] = []
    for key, value in zip(node.keys, node.values, strict=True):
        found.append((value, bound | {key} if isinstance(value, tree.FunctionLiteral) else bound))
        bound |= {key}
    return found
