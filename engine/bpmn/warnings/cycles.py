"""Cycles in which nothing is waited for and nothing changes what they ask: once begun, they never end.

Told only where it is certain: all that is written in the cycle is known, and no flow out is asked for a value
that it writes, or for the time.
"""

import re
from collections.abc import Iterator

from engine.bpmn.warnings.finding import named, warning
from engine.bpmn.warnings.flow_graph import FlowGraph
from engine.bpmn.warnings.writes import written_by
from engine.definition import (
    AbstractTask,
    BusinessRuleTask,
    Event,
    ExclusiveGateway,
    IntermediateThrowEvent,
    ManualTask,
    Node,
    ScriptTask,
    ServiceTask,
)
from engine.errors import Problem
from engine.feel.syntax import ContextLiteral

_TIME = re.compile(r"\b(now|today)\s*\(")


def check(graph: FlowGraph) -> Iterator[Problem]:
    seen = set[str]()
    for node in graph.nodes.values():
        if node.id in seen or len(graph.into[node.id]) < 2:
            continue
        cycle = _cycle_of(graph, node.id)
        seen |= cycle
        if cycle and all(_is_known(graph.nodes[each]) for each in cycle) and not _can_end(graph, cycle):
            words = f"Nothing in the cycle {named(cycle)} waits or changes what its way out asks for: it never ends."
            yield warning(node, "endless-cycle", words, cycle=sorted(cycle))


def _cycle_of(graph: FlowGraph, node: str) -> frozenset[str]:
    """The nodes on cycles through this one; none when there is no cycle."""
    behind = graph.reached_from(graph.after(node))
    return frozenset(behind) & graph.reaching(node) if node in behind else frozenset()


def _is_known(node: Node) -> bool:
    """It waits for nobody, sends its token by one way, and what it writes is known."""
    if isinstance(node, ExclusiveGateway) or len(node.outgoing) < 2:
        return isinstance(node, ExclusiveGateway | AbstractTask | ManualTask) or _writes_known(node)
    return False


def _writes_known(node: Node) -> bool:
    if isinstance(node, Event):
        return isinstance(node, IntermediateThrowEvent) and (not node.definitions or bool(node.target))
    if isinstance(node, ServiceTask | ScriptTask | BusinessRuleTask):
        is_outside = isinstance(node, ServiceTask) and bool(node.connector)
        is_context = isinstance(node, ScriptTask) and isinstance(node.script.ast, ContextLiteral)
        is_named = bool(node.result_variable or node.outputs or is_context)
        return is_named and not (is_outside or node.boundary_events)
    return False


def _can_end(graph: FlowGraph, cycle: frozenset[str]) -> bool:
    """Whether a condition asked in the cycle reads what the cycle writes; or the cycle asks nothing at all."""
    conditions = [
        flow.condition for each in cycle for flow in graph.nodes[each].outgoing if flow.condition is not None
    ]
    written = {name for each in cycle for name in written_by(graph.process, graph.nodes[each], {})}
    asked = {name for condition in conditions for name in condition.free_names}
    return bool(asked & written) or any(_TIME.search(condition.text) for condition in conditions)
