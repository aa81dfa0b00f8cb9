"""No decision may require itself, directly or by others (DMN 1.5, 6.2)."""

from __future__ import annotations

from engine.dmn.elements import Decision, Graph
from engine.errors import DecisionError


def check_requirements(graph: Graph) -> None:
    """DecisionError for a circle of decisions."""
    done: set[str] = set()
    for start in graph.elements:
        _visit(graph, start, done)


def _visit(graph: Graph, start: str, done: set[str]) -> None:
    """Depth first without recursion; ``path`` holds what is being visited."""
    stack, path = [(start, False)], set[str]()
    while stack:
        key, is_left = stack.pop()
        element = graph.elements.get(key)
        if is_left:
            path.discard(key)
            done.add(key)
        elif isinstance(element, Decision) and key not in done:
            if key in path:
                raise DecisionError(decision=element.name, reason="decisions require one another in a circle")
            path.add(key)
            stack.append((key, True))
            stack.extend((requirement.key, False) for requirement in element.requires)
