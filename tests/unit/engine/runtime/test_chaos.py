"""Anything that may happen to a case happens in any order: nothing crashes, nothing is lost or left open.

What must hold after every command is checked by the Player; here is only what to do next.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import EngineError
from engine.runtime import Token, loops
from engine.runtime.step import CalculatorCall
from engine.runtime.triggers import (
    Answer,
    BusinessErrorRaised,
    CalculatorReturned,
    CancelInstance,
    CompleteScope,
    CompleteUserTask,
    ConnectorReturned,
    FireTimer,
    MessageReceived,
    ResolveIncident,
    RetryIncident,
    SetVariables,
    SignalReceived,
    StartActivity,
    TechnicalErrorRaised,
    Trigger,
)
from tests.unit.engine.runtime.chaos_graphs import chaotic_plans
from tests.unit.engine.runtime.elements import processes
from tests.unit.engine.runtime.graphs import graph_of
from tests.unit.engine.runtime.playing import Player


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Loops of two instances and more are stored in parts."""
    monkeypatch.setattr(loops, "APART_FROM", 2)


RELAXED = settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))


def possible(player: Player) -> list[Trigger]:
    """All that may happen next, in a fixed order; work that is done comes up more often than failures."""
    found: list[Trigger] = [SignalReceived("sig"), SetVariables({"go": True}), SetVariables({"go": False})]
    found.append(SetVariables({"cancelled": True}))
    for token in player.state.tokens.values():
        found += _work(token) * 6
        found += _of_token(player, token)
    return found


def _work(token: Token) -> list[Trigger]:
    if token.state == "user-task":
        return [CompleteUserTask(token.id, {token.node: 1})]
    if token.state == "connector":
        return [ConnectorReturned(token.id, {token.node: 1})]
    is_ad_hoc = token.state == "scope" and token.node.startswith("a")
    return [StartActivity(token.id, f"{token.node}{letter}") for letter in "ab"] if is_ad_hoc else []


def _of_token(player: Player, token: Token) -> Iterator[Trigger]:
    number = token.id
    if token.state in ("user-task", "connector"):
        yield BusinessErrorRaised(number, "E")
        yield TechnicalErrorRaised(number, "down")
    elif token.state == "incident":
        yield RetryIncident(number)
        yield ResolveIncident(number)
    elif token.state == "scope" and token.node.startswith("a"):
        yield CompleteScope(number)
    record = player.state.scopes.get(number)
    for catch in (*(token.catches or ()), *(record.catches if record else ())):
        if catch.kind == "timer" and not catch.is_met:
            yield FireTimer(number, catch.trigger)
        elif catch.kind == "message":
            yield MessageReceived(number, catch.trigger, {"m": "v"})


@pytest.fixture()
def ask():
    def answer(call: CalculatorCall, state: object) -> Answer:
        if call.calculator == "refuse":
            return BusinessErrorRaised(call.token, "no")
        return CalculatorReturned(call.token, {call.node: 1})

    return answer


@RELAXED
@given(plan=chaotic_plans, data=st.data())
def test_whatever_happens_the_case_stays_whole_and_can_be_replayed_and_cancelled(plan, data, ask):
    graph = graph_of(plan)
    player = Player(processes((graph.elements, *graph.flows), **graph.called), graph.choices, ask=ask)
    for _ in range(data.draw(st.integers(0, 25))):
        if player.state.status != "active":
            break
        triggers = possible(player)
        try:
            player.give(triggers[data.draw(st.integers(0, len(triggers) - 1))])
        except EngineError:
            continue  # refused, and nothing has changed
    assert player.replayed() == player.state
    if player.state.status == "active":
        assert player.state.tokens
        player.give(CancelInstance("enough"))
    assert player.ledger.open == set()
