"""Properties over random processes: no token lost or invented, no dependence on order, on storage or on time.

Every command of a Player stores and restores the state and checks that its input was not changed.
"""

import importlib
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.errors import DefinitionError
from engine.runtime import InstanceState, events, execute
from engine.runtime.step import CalculatorCall
from engine.runtime.triggers import Answer, BusinessErrorRaised, CalculatorReturned, Start
from tests.unit.engine.bpmn.drawing import compiled
from tests.unit.engine.runtime.graphs import Graph, free_graphs, graph_of, plans
from tests.unit.engine.runtime.playing import NOW, Player

Pick = Callable[[int], int]
RELAXED = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def ask(call: CalculatorCall, state: InstanceState) -> Answer:
    """Counts its calls in a variable of its own node, or refuses."""
    if call.calculator == "refuse":
        return BusinessErrorRaised(call.token, "no")
    return CalculatorReturned(call.token, {call.node: state.variables.get(call.node, 0) + 1})


def conserved(player: Player) -> bool:
    """Every visit was begun once, and is either still there or ended once."""
    begun = Counter(event.token for event in player.happened(events.NodeEntered))
    ended = Counter(event.token for event in player.happened(events.NodeLeft))
    ended += Counter(event.token for event in player.happened(events.UserTaskCancelled))
    refused = (event.token for event in player.happened(events.ErrorRaised) if event.caught_by)
    ended += Counter(refused)
    return (
        max(begun.values()) == 1 and begun - ended == Counter(list(player.state.tokens)) and not ended - begun
    )


def play(graph: Graph, pick: Pick) -> Player:
    """All user tasks by their plan, in the order that ``pick`` (how many → which) chooses."""
    player = Player(compiled(graph.elements, *graph.flows), graph.choices, ask=ask)
    reminded: set[int] = set()
    while player.state.status == "active":
        assert conserved(player)
        open_tasks = [token for token in player.state.tokens.values() if token.state == "user-task"]
        token = open_tasks[pick(len(open_tasks))]
        act = graph.acts[token.node]
        if token.catches and (act == "expire" or (act == "remind" and token.id not in reminded)):
            reminded.add(token.id)
            player.fire(token.node, token.catches[0].trigger)
        else:
            done = player.state.variables.get(token.node, 0)
            player.complete(token.node, {token.node: done + 1}, by=f"person of {token.node}")
    assert conserved(player)
    return player


@RELAXED
@given(plan=plans, data=st.data())
def test_a_structured_process_ends_the_same_in_every_order_and_on_replay(plan, data):
    graph = graph_of(plan)
    first = play(graph, lambda count: 0)
    other = play(graph, lambda count: data.draw(st.integers(0, count - 1)))
    for player in (first, other):
        assert (player.state.status, player.state.tokens) == ("completed", {})
        assert player.replayed() == player.state
    assert first.state.variables == other.state.variables
    assert first.state.completers == other.state.completers
    assert sorted(first.entered()) == sorted(other.entered())


@RELAXED
@given(plan=plans)
def test_the_same_input_gives_the_same_output(plan):
    graph = graph_of(plan)
    player = play(graph, lambda count: count - 1)
    again = play(graph, lambda count: count - 1)
    assert player.events == again.events
    assert player.recorded == again.recorded


def rest(player: Player) -> tuple[str, Counter[tuple[str, str]]]:
    """Where the tokens of an exhausted process are, whatever their numbers."""
    return player.state.status, Counter((token.node, token.flow) for token in player.state.tokens.values())


def exhaust(elements: str, flows: list, pick: Pick) -> Player:
    player = Player(compiled(elements, *flows))
    for _ in range(30):
        assume(all(token.state != "incident" for token in player.state.tokens.values()))
        assert conserved(player)
        open_tasks = [token.id for token in player.state.tokens.values() if token.state == "user-task"]
        if not open_tasks:
            return player
        chosen = player.state.tokens[open_tasks[pick(len(open_tasks))]]
        player.complete(chosen.node)
    assume(False)
    return player


@pytest.fixture()
def short_patience(monkeypatch):
    """Endless random loops give up early."""
    monkeypatch.setattr(importlib.import_module("engine.runtime.advance"), "STEP_LIMIT", 300)


@settings(RELAXED, suppress_health_check=list(HealthCheck))
@given(graph=free_graphs(), data=st.data())
@pytest.mark.usefixtures("short_patience")
def test_any_wiring_comes_to_rest_the_same_way_in_every_order(graph, data):
    elements, flows = graph
    try:
        first = exhaust(elements, flows, lambda count: 0)
    except DefinitionError:
        assume(False)
    other = exhaust(elements, flows, lambda count: data.draw(st.integers(0, count - 1)))
    assert rest(first) == rest(other)
    assert Counter(first.entered()) == Counter(other.entered())
    assert first.replayed() == first.state


def test_execute_never_changes_the_state_it_is_given():
    graph = graph_of(("parallel", (("service",), ("user",))))
    process = compiled(graph.elements, *graph.flows)
    empty = InstanceState()
    started = execute(process, empty, Start(), NOW, ask).state
    assert empty == InstanceState()
    assert execute(process, empty, Start(), NOW, ask).state == started
