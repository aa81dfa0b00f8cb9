"""Parallel joins that can wait for a token which never comes (BPMN 10.6.4, 13.4.1)."""

from collections.abc import Iterator, Set

from engine.bpmn.warnings.exploration import Behaviour
from engine.bpmn.warnings.finding import named, warning
from engine.bpmn.warnings.flow_graph import FlowGraph
from engine.bpmn.warnings.net import Marking
from engine.errors import Problem

_WORDS = {
    "join-never-fires": "The parallel join waits for ever: no run brings a token by every flow that leads to it,"
    " as a choice before it takes one way only; {missing} may stay empty.",
    "join-gets-too-few": "The parallel join can wait for ever: there are runs in which no token comes by"
    " {missing}.",
    "loop-into-parallel-join": "The parallel join can wait for ever: a loop leads into it by some of its flows"
    " only, and by {missing} no token comes then.",
}


def check(behaviour: Behaviour) -> Iterator[Problem]:
    missing = dict[str, set[str]]()
    for marking in behaviour.stuck:
        for join, flows in _starved(behaviour, marking).items():
            missing.setdefault(join, set()).update(flows)
    for join, flows in missing.items():
        rule = _rule(behaviour, join)
        words = _WORDS[rule].format(missing=named(flows))
        yield warning(behaviour.graph.nodes[join], rule, words, missing=sorted(flows))


def _starved(behaviour: Behaviour, marking: Marking) -> dict[str, set[str]]:
    """The joins that wait, with the flows that have no token; not those that wait for another one of them."""
    graph, held = behaviour.graph, dict[str, set[str]]()
    for place in behaviour.at(marking):
        held.setdefault(place.node, set()).add(place.last)
    empty = {join: set(graph.into[join]) - flows for join, flows in held.items()}
    first = {join: flows for join, flows in empty.items() if not _waits_for(graph, join, flows, held.keys())}
    return first or empty


def _waits_for(graph: FlowGraph, join: str, flows: set[str], waiting: Set[str]) -> bool:
    """Whether one of those that wait could send a token by one of the flows."""
    sources = {graph.edges[flow].source for flow in flows}
    return any((waiting - {join}) & graph.reaching(source, join) for source in sources)


def _rule(behaviour: Behaviour, join: str) -> str:
    graph = behaviour.graph
    if len({_is_on_cycle(graph, join, edge) for edge in graph.into[join]}) == 2:
        return "loop-into-parallel-join"
    can_fire = join in behaviour.fired or behaviour.has_doubled
    return "join-gets-too-few" if can_fire else "join-never-fires"


def _is_on_cycle(graph: FlowGraph, join: str, edge: str) -> bool:
    """Whether a path leads from the join back into it by this flow."""
    source = graph.edges[edge].source
    return source == join or source in graph.reached_from(graph.after(join), avoided={join})
