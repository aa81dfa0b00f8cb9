"""Properties over random processes with scopes, loops, calls and events, as in ``test_random_graphs``.

After every command the Player stores and restores the state and compares what is open outside with what the
tokens wait for.
"""

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.definition import Process
from engine.runtime import InstanceState, Token, events, loops
from engine.runtime.scope import Catch
from engine.runtime.step import CalculatorCall
from engine.runtime.triggers import (
    Answer,
    BusinessErrorRaised,
    CalculatorReturned,
    CancelInstance,
    CompleteUserTask,
    FireTimer,
    MessageReceived,
    Trigger,
)
from tests.unit.engine.runtime.elements import processes
from tests.unit.engine.runtime.graphs import Graph, graph_of
from tests.unit.engine.runtime.playing import Player
from tests.unit.engine.runtime.scope_graphs import scoped_plans

Pick = Callable[[int], int]


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Loops of two instances and more are stored in parts."""
    monkeypatch.setattr(loops, "APART_FROM", 2)


RELAXED = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
Done = set[tuple[int, str]]


def ask(call: CalculatorCall, state: InstanceState) -> Answer:
    if call.calculator == "refuse":
        return BusinessErrorRaised(call.token, "no")
    return CalculatorReturned(call.token, {call.node: state.variables.get(call.node, 0) + 1})


def conserved(player: Player, graph: Graph) -> bool:
    """Every visit was begun once and is there still or ended once, but for what was taken away with its scope."""
    begun = Counter(event.token for event in player.happened(events.NodeEntered))
    ended = Counter(event.token for event in player.happened(events.NodeLeft))
    remaining = Counter(list(player.state.tokens))
    gone = Counter(event.token for event in player.happened(events.UserTaskCancelled))
    gone += Counter(event.token for event in player.happened(events.ErrorRaised) if event.caught_by)
    lost = begun - ended - remaining - gone
    return max(begun.values()) == 1 and not (ended + remaining) - begun and (graph.takes_away or not lost)


def happening(owner: int, catch: Catch) -> Trigger:
    return FireTimer(owner, catch.trigger) if catch.kind == "timer" else MessageReceived(owner, catch.trigger)


def urgent(player: Player, graph: Graph, done: Done) -> Trigger | None:
    """What happens before anything else: an event that begins to be waited for."""
    state = player.state
    for owner, token in state.tokens.items():
        inside = state.scopes[owner].catches if owner in state.scopes else ()
        for catch in (*(token.catches or ()), *inside):
            if catch.trigger in graph.urgent and (owner, catch.trigger) not in done:
                done.add((owner, catch.trigger))
                return happening(owner, catch)
    return None


def chosen(player: Player, graph: Graph, token: Token, done: Done) -> Trigger:
    """What the plan says for the token."""
    act, catches = graph.acts[token.node], token.catches or ()
    if token.state == "event":
        return happening(token.id, next(catch for catch in catches if catch.trigger == act))
    is_new = (token.id, "") not in done
    if catches and (act == "expire" or (act == "remind" and is_new)):
        done.add((token.id, ""))
        return FireTimer(token.id, catches[0].trigger)
    number = 1 if act == "constant" else player.state.variables.get(token.node, 0) + 1
    return CompleteUserTask(token.id, {token.node: number}, f"person of {token.node}")


def next_of(player: Player, graph: Graph, pick: Pick, done: Done) -> Trigger:
    """Fails when nothing can happen any more though the case is active."""
    found = urgent(player, graph, done)
    if found is not None:
        return found
    can_happen = [each for each in player.state.tokens.values() if each.state in ("user-task", "event")]
    return chosen(player, graph, can_happen[pick(len(can_happen))], done)


def drawn(graph: Graph) -> Process:
    return processes((graph.elements, *graph.flows), **graph.called)


def play(graph: Graph, pick: Pick, patience: int = 1000) -> Player:
    player = Player(drawn(graph), graph.choices, ask=ask)
    done: Done = set()
    while player.state.status == "active" and patience:
        patience -= 1
        assert conserved(player, graph)
        player.give(next_of(player, graph, pick, done))
    return player


@RELAXED
@given(plan=scoped_plans, data=st.data())
def test_a_process_with_scopes_ends_the_same_in_every_order_and_on_replay(plan, data):
    graph = graph_of(plan)
    first = play(graph, lambda count: 0)
    other = play(graph, lambda count: data.draw(st.integers(0, count - 1)))
    for player in (first, other):
        assert (player.state.status, player.state.tokens, player.ledger.open) == ("completed", {}, set())
        assert player.replayed() == player.state
    assert first.state.variables == other.state.variables
    assert first.state.completers == other.state.completers
    assert sorted(first.entered()) == sorted(other.entered())


@RELAXED
@given(plan=scoped_plans, data=st.data())
def test_a_case_cancelled_at_any_moment_leaves_nothing_open(plan, data):
    graph = graph_of(plan)
    player = play(graph, lambda count: count - 1, data.draw(st.integers(0, 8)))
    if player.state.status == "active":
        player.give(CancelInstance("enough"))
    assert player.ledger.open == set()
