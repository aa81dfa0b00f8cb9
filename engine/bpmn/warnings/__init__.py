"""What may be deployed but is probably wrong: each module warns of one subject, scope by scope.

Joins, merges, terminations and concurrent writes are judged on all markings that the scope can come to
(``exploration``), without looking at data; conditions and cycles on the graph. Event sub-processes are scopes
of their own: what runs beside their parent is not compared with it.
"""

from collections.abc import Iterator

from engine.bpmn.warnings import concurrent_writes, conditions, cycles, early_ends, joins, merges
from engine.bpmn.warnings.exploration import explore
from engine.bpmn.warnings.flow_graph import FlowGraph, graphs_of
from engine.bpmn.warnings.writes import FormFields
from engine.definition import Process
from engine.errors import Problem

__all__ = ["FormFields", "warnings_of"]


def warnings_of(process: Process, form_fields: FormFields | None = None) -> list[Problem]:
    """In the order of the file. ``form_fields``: what the known forms ask a person for."""
    found = [problem for graph in graphs_of(process) for problem in _in_scope(graph, form_fields or {})]
    return sorted(found, key=lambda problem: problem.line or 0)


def _in_scope(graph: FlowGraph, form_fields: FormFields) -> Iterator[Problem]:
    yield from conditions.check(graph)
    yield from cycles.check(graph)
    yield from concurrent_writes.check_instances(graph, form_fields)
    behaviour = explore(graph)
    if behaviour is not None:
        for check in (joins.check, merges.check, early_ends.check):
            yield from check(behaviour)
        yield from concurrent_writes.check(behaviour, form_fields)
