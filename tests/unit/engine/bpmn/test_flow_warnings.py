"""Joins, merges and ends that may be deployed but are probably wrong: for each rule what is told and what is not."""

import pytest
from hypothesis import HealthCheck, assume, given, settings

from engine.bpmn.warnings import exploration, warnings_of
from engine.bpmn.warnings.flow_graph import graphs_of
from engine.definition import Process
from engine.errors import DefinitionError
from engine.runtime.instance_state import Token
from tests.unit.engine.bpmn.drawing import START_END, TIMER, Flow, compiled, event, sub_process, timer, user
from tests.unit.engine.runtime.graphs import free_graphs, graph_of, plans
from tests.unit.engine.runtime.playing import Player

HOUR = "<timeDuration>PT1H</timeDuration>"
FORK, JOIN = '<parallelGateway id="fork"/>', '<parallelGateway id="join"/>'
MERGE = '<exclusiveGateway id="merge"/>'
JOIN_RULES = {"join-never-fires", "join-gets-too-few", "loop-into-parallel-join"}
RELAXED = settings(max_examples=60, suppress_health_check=list(HealthCheck))


def told(elements: str, *flows: Flow, roots: str = "") -> set[tuple[str, str]]:
    """(element, rule) of every warning."""
    found = warnings_of(compiled(START_END + elements, *flows, roots=roots))
    assert all(problem.severity == "warning" and problem.message and problem.line for problem in found)
    return {(problem.element_id, problem.rule) for problem in found}


def split(kind: str) -> str:
    return f'<{kind}Gateway id="split" default="split_b"/>'


BRANCHES = user("a") + user("b")
TO_JOIN: tuple[Flow, ...] = ("a>join", "b>join", "join>e")
FORKED: tuple[Flow, ...] = ("s>fork", "fork>a", "fork>b")
ASKED: tuple[Flow, ...] = ("s>split", ("split>a", "x > 1"), "split>b")


def test_a_fork_with_its_join_is_sound() -> None:
    assert told(FORK + JOIN + BRANCHES, *FORKED, *TO_JOIN) == set()


def test_a_choice_of_one_way_never_satisfies_a_parallel_join() -> None:
    assert told(split("exclusive") + JOIN + BRANCHES, *ASKED, *TO_JOIN) == {("join", "join-never-fires")}


def test_so_does_the_first_of_several_events() -> None:
    events = event("intermediateCatchEvent", "a", TIMER) + event("intermediateCatchEvent", "b", TIMER)
    elements = '<eventBasedGateway id="first"/>' + JOIN + events
    assert told(elements, "s>first", "first>a", "first>b", *TO_JOIN) == {("join", "join-never-fires")}


@pytest.mark.parametrize("kind", ["inclusive", "complex"])
def test_a_choice_of_any_ways_needs_an_inclusive_join(kind: str) -> None:
    elements = f'<{kind}Gateway id="split" default="split_c"/>' + BRANCHES + user("c")
    flows: list[Flow] = ["s>split", ("split>a", "x > 1"), ("split>b", "y > 1"), "split>c", "c>e", *TO_JOIN]
    assert told(elements + JOIN, *flows) == {("join", "join-gets-too-few")}
    assert told(elements + '<inclusiveGateway id="join"/>', *flows) == set()


def test_a_branch_that_leaves_before_the_join_starves_it() -> None:
    elements = FORK + JOIN + BRANCHES + split("exclusive") + '<endEvent id="out"/>'
    flows: list[Flow] = ["a>split", ("split>join", "x > 1"), "b>join", "join>e"]
    assert told(elements.replace("split_b", "split_out"), *FORKED, *flows, "split>out") == {
        ("join", "join-gets-too-few")
    }
    out = event("endEvent", "out", "terminate")
    elements = FORK + JOIN + '<task id="a"/><task id="b"/>' + split("exclusive") + out
    assert told(elements.replace("split_b", "split_out"), *FORKED, *flows, "split>out") == set()


def test_only_the_first_of_two_starving_joins_is_told() -> None:
    elements = FORK + JOIN + split("exclusive") + BRANCHES + '<parallelGateway id="last"/>' + user("c")
    flows: list[Flow] = ["fork>split", ("split>a", "x > 1"), "split>b", "a>join", "b>join"]
    assert told(elements, "s>fork", "fork>c", *flows, "join>last", "c>last", "last>e") == {
        ("join", "join-never-fires")
    }


def test_a_loop_back_into_a_parallel_join_starves_it() -> None:
    loop: list[Flow] = ["s>join", "join>a", "a>split", ("split>join", "x > 1"), "split>e"]
    elements = JOIN + user("a") + '<exclusiveGateway id="split" default="split_e"/>'
    assert told(elements, *loop) == {("join", "loop-into-parallel-join")}
    assert (
        told(elements.replace('<parallelGateway id="join"/>', '<exclusiveGateway id="join"/>'), *loop)
        == set()
    )


def test_a_loop_around_fork_and_join_is_sound() -> None:
    again = '<exclusiveGateway id="again" default="again_e"/>'
    flows: list[Flow] = ["s>merge", "merge>fork", "fork>a", "fork>b", "a>join", "b>join", "join>again"]
    assert told(FORK + JOIN + BRANCHES + MERGE + again, *flows, ("again>merge", "x > 1"), "again>e") == set()


def test_a_loop_back_into_one_branch_starves_the_join() -> None:
    again = '<exclusiveGateway id="again" default="again_e"/>'
    flows: list[Flow] = ["fork>merge", "merge>a", "a>join", "b>join", "join>again", ("again>merge", "x > 1")]
    assert told(FORK + JOIN + BRANCHES + MERGE + again, "s>fork", "fork>b", *flows, "again>e") == {
        ("join", "loop-into-parallel-join")
    }


@pytest.mark.parametrize("merge", [MERGE, user("merge")])
def test_branches_that_meet_without_a_join_do_the_rest_twice(merge: str) -> None:
    rest = ("a>merge", "b>merge", "merge>c", "c>e")
    elements = BRANCHES + merge + user("c")
    assert told(FORK + elements, *FORKED, *rest) == {("merge", "multiple-merge")}
    assert told(split("exclusive") + elements, *ASKED, *rest) == set()


def test_what_an_inclusive_split_sends_side_by_side_meets_as_well() -> None:
    elements = '<inclusiveGateway id="fork"/>' + BRANCHES + MERGE + user("c")
    assert ("merge", "multiple-merge") in told(
        elements, "s>fork", ("fork>a", "x > 1"), ("fork>b", "y > 1"), "a>merge", "b>merge", "merge>c", "c>e"
    )


def test_a_plain_end_may_be_reached_by_every_branch_but_one_that_throws_may_not() -> None:
    assert told(FORK + BRANCHES, *FORKED, "a>e", "b>e") == set()
    thrown = event("endEvent", "out", "signal signalRef='sig'")
    roots = '<signal id="sig" name="alarm"/>'
    assert told(
        FORK + BRANCHES + user("c") + thrown,
        "s>fork",
        "fork>a",
        "fork>b",
        "fork>c",
        "c>e",
        "a>out",
        "b>out",
        roots=roots,
    ) == {("out", "multiple-merge")}


def test_a_reminder_that_comes_back_into_the_flow_doubles_it() -> None:
    hosts = user("a") + user("b")
    back = timer("late", "a", HOUR, interrupting=False)
    assert told(hosts + back, "s>a", "a>b", "late>b", "b>e") == {("b", "multiple-merge")}
    assert told(hosts + timer("late", "a", HOUR), "s>a", "a>b", "late>b", "b>e") == set()
    elements = hosts + back + '<endEvent id="reminded"/>'
    assert told(elements, "s>a", "a>b", "late>reminded", "b>e") == set()


def test_a_terminate_end_that_cuts_off_people_is_told() -> None:
    cut = event("endEvent", "cut", "terminate")
    flows = (*FORKED, "a>e", "b>cut")
    assert told(FORK + BRANCHES + cut, *flows) == {("cut", "ends-early")}
    assert told(FORK + '<task id="a"/>' + user("b") + cut, *flows) == set()
    inside = sub_process("a", '<startEvent id="is"/><endEvent id="ie"/>' + user("x"), "is>x", "x>ie")
    assert told(FORK + inside + user("b") + cut, *flows) == {("cut", "ends-early")}


def test_every_scope_is_judged_by_itself() -> None:
    inside = '<startEvent id="is"/><endEvent id="ie"/>' + split("exclusive") + JOIN + BRANCHES
    flows = ("is>split", *ASKED[1:], "a>join", "b>join", "join>ie")
    assert told(sub_process("x", inside, *flows), "s>x", "x>e") == {("join", "join-never-fires")}


def test_scopes_too_large_to_explore_get_no_such_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploration, "LIMIT", 2)
    assert told(split("exclusive") + JOIN + BRANCHES, *ASKED, *TO_JOIN) == set()


def test_tokens_that_are_counted_are_not_judged() -> None:
    twice = '<task id="a" completionQuantity="2"/><task id="b" startQuantity="2"/>'
    assert told(twice, "s>a", "a>b", "b>e") == set()


@RELAXED
@given(plan=plans)
def test_block_structured_processes_get_no_warning(plan: tuple) -> None:
    graph = graph_of(plan)
    assert warnings_of(compiled(graph.elements, *graph.flows)) == []


@RELAXED
@given(graph=free_graphs())
def test_a_case_that_is_stuck_at_a_join_was_warned_of(graph: tuple[str, list[Flow]]) -> None:
    """As long as no token follows another one to the same place, where exploration stops."""
    elements, flows = graph
    try:
        process = compiled(elements, *flows)
    except DefinitionError:
        assume(False)
    behaviour = exploration.explore(next(graphs_of(process)))
    assume(behaviour is not None and not behaviour.has_doubled)
    tokens = rest_of(process)
    rules = {problem.rule for problem in warnings_of(process)}
    assert rules & JOIN_RULES or {token.state for token in tokens} != {"join"}


def rest_of(process: Process) -> list[Token]:
    """The tokens that are left when all user tasks are done, or many of them."""
    player = Player(process)
    for _ in range(30):
        open_tasks = [token for token in player.state.tokens.values() if token.state == "user-task"]
        if not open_tasks:
            break
        player.complete(open_tasks[0].node)
    return list(player.state.tokens.values())
