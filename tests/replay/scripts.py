"""A case for each group of elements: its process, its start variables and its steps.

``rest``: after how many steps it is stored.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.runtime import InstanceState
from engine.runtime.step import Call
from engine.runtime.triggers import (
    Answer,
    BusinessErrorRaised,
    CalculatorReturned,
    CompleteScope,
    CompleteUserTask,
    ConnectorReturned,
    FireTimer,
    ResolveIncident,
    SetVariables,
    StartActivity,
    TechnicalErrorRaised,
)
from tests.unit.engine.bpmn.drawing import script, user
from tests.unit.engine.runtime.elements import (
    START_END,
    around,
    boundary,
    call,
    event,
    event_scope,
    files_of,
    instances,
    mapping,
    scope,
)
from tests.unit.engine.runtime.playing import Player

Step = Callable[[Player], Any]


@dataclass
class Case:
    files: Mapping[str, str]
    steps: list[Step]
    variables: dict[str, Any] = field(default_factory=dict)
    rest: int = 0


def ask(asked: Call, state: InstanceState) -> Answer:
    """A calculator "fail" fails, "refuse" refuses, any other returns the number of variables it was given."""
    name = getattr(asked, "calculator", "")
    if name == "fail":
        return TechnicalErrorRaised(asked.token, "calculator-failed", {"reason": "no"})
    if name == "refuse":
        return BusinessErrorRaised(asked.token, "E", "refused")
    return CalculatorReturned(asked.token, {"counted": Decimal(len(asked.inputs))})


def done(node: str, by: str | None = None, **data: Any) -> Step:
    return lambda player: player.complete(node, data, by)


def last_done(**data: Any) -> Step:
    """The youngest user task."""
    return lambda player: player.give(CompleteUserTask(player.tokens("user-task")[-1], data))


def approval() -> Case:
    first = user("a", 'kartabl:role="clerk" kartabl:outcomes="yes,no"') + boundary("late", "a", "timer")
    second = user("b", 'kartabl:role="chief" kartabl:distinctFrom="a"')
    gate = '<exclusiveGateway id="g" default="g_e"/>' + event("end", "expired", "terminate")
    files = files_of((START_END + first + second + gate, "s>a", "a>g", ("g>b", 'outcome = "yes"'), "g>e", "b>e",
                      "late>expired"))  # fmt: skip
    return Case(files, [done("a", "1", outcome="yes"), done("b", "2")], {"amount": Decimal("12.50")}, 1)


def joins() -> Case:
    tasks = "".join(user(name) for name in "abcd")
    gates = '<parallelGateway id="f"/><parallelGateway id="j"/><inclusiveGateway id="o" default="o_d"/>'
    gates += '<inclusiveGateway id="i"/>'
    files = files_of((START_END + tasks + gates, "s>f", "f>a", "f>o", ("o>b", "n > 1"), ("o>c", "n > 2"), "o>d",
                      "b>i", "c>i", "d>i", "a>j", "i>j", "j>e"))  # fmt: skip
    return Case(files, [done("c"), done("a"), done("b")], {"n": Decimal(3)}, 1)


def interrupted() -> Case:
    inner = user("a") + boundary("again", "a", "cycle", interrupting=False) + script("k", "1", "k")
    x = scope("x", '<startEvent id="xs"/><endEvent id="xe"/>' + inner, "xs>a", "a>xe", "again>k", "k>xe")
    files = files_of((START_END + x + boundary("b", "x", "signal") + user("v"), "s>x", "x>e", "b>v", "v>e"))
    fire = [lambda player: player.fire("a", "again"), lambda player: player.signal(variables={"n": "v"})]
    return Case(files, [*fire, done("v")], rest=1)


def event_scopes() -> Case:
    subs = event_scope("h", "message", user("v"), "v", interrupting=False) + event_scope(
        "g", "error", user("w"), "w"
    )
    x = around("x", user("a"), "a", more=subs + mapping("input n 5", "output got n"))
    send = lambda player: player.send("x", "hs", {"n": "sent"})  # noqa: E731
    fail = lambda player: player.give(BusinessErrorRaised(player.token_at("a"), "E"))  # noqa: E731
    return Case(files_of((START_END + x, "s>x", "x>e")), [send, send, fail, done("w")], {}, 2)


def loops() -> Case:
    collect = ('kartabl:collection="=items" kartabl:elementVariable="item" kartabl:outputCollection="out" '
               'kartabl:outputElement="=counted"')  # fmt: skip
    many = f'<serviceTask id="c" kartabl:calculator="count">{instances(collect)}</serviceTask>'
    tasks = user(
        "u",
        inside=instances(collect.replace("counted", "[item, r]").replace('"out"', '"rows"'), sequential=True),
    )
    again = (
        "<standardLoopCharacteristics><loopCondition>not(ok)</loopCondition></standardLoopCharacteristics>"
    )
    files = files_of((START_END + many + tasks + user("w", inside=again), "s>c", "c>u", "u>w", "w>e"))
    steps = [last_done(r="1"), last_done(r="2"), last_done(ok=False), last_done(ok=True)]
    return Case(files, steps, {"items": ["a", "b"], "ok": False}, 1)


def calls() -> Case:
    called = (START_END + user("u") + call("y", "r"), "s>u", "u>y", "y>e")
    deepest = (START_END + script("k", "{n: n + 1}") + user("deep"), "s>k", "k>deep", "deep>e")
    main = (START_END + call("x", inside=mapping("input n 1", "output m n")), "s>x", "x>e")
    return Case(
        files_of(main, q=called, r=deepest), [done("u", "3"), done("deep", "4")], {"n": Decimal(9)}, 1
    )


def undone(host: str, handler: str) -> str:
    handler = handler.replace(f'id="undo_{host}"', f'id="undo_{host}" isForCompensation="true"')
    border = boundary(f"c_{host}", host, "compensation")
    return f'{border}{handler}<association id="of_{host}" sourceRef="c_{host}" targetRef="undo_{host}"/>'


def transaction() -> Case:
    inner = '<startEvent id="xs"/>' + event("end", "xe", "cancel") + script("a", "1", "n") + '<task id="b"/>'
    inner += undone("a", user("undo_a")) + undone("b", script("undo_b", "n + 10", "n"))
    x = scope("x", inner, "xs>a", "a>b", "b>xe", kind="transaction")
    after = boundary("b2", "x", "cancel") + user("after")
    files = files_of((START_END + x + after, "s>x", "x>e", "b2>after", "after>e"))
    return Case(files, [done("undo_a", "5"), done("after")], rest=0)


def pending_compensation() -> Case:
    x = around("x", user("a"), "a", more=undone("a", user("undo_a")) + mapping("input n 7"))
    throw = event("intermediateThrow", "t", "compensation")
    files = files_of((START_END + x + user("u") + throw, "s>x", "x>u", "u>t", "t>e"))
    return Case(files, [done("a"), done("u"), done("undo_a")], rest=2)


def waiting_for_events() -> Case:
    behind = event("intermediateCatch", "m", "keyed") + event("intermediateCatch", "t", "timer") + user("u")
    thrown = event("intermediateThrow", "out", "signal", "message")
    gate = '<eventBasedGateway id="x"/><receiveTask id="r" messageRef="msg"/>'
    files = files_of((START_END + gate + behind + thrown,
                      "s>x", "x>m", "x>t", "m>out", "t>u", "u>out", "out>r", "r>e"))  # fmt: skip
    steps = [lambda player: player.send("x", "m", {"n": "v"}), lambda player: player.send("r", "r")]
    return Case(files, steps, {"key": "k"}, 1)


def conditions() -> Case:
    more = boundary("b", "u", "if n &gt; 1", interrupting=False) + script("k", "count + 1", "count")
    files = files_of((START_END + user("u") + more, "s>u", "u>e", "b>k", "k>e"))
    steps = [lambda player, n=n: player.give(SetVariables({"n": Decimal(n)})) for n in (2, 1, 3)]
    return Case(files, [*steps, done("u")], {"n": Decimal(0), "count": Decimal(0)}, 2)


def ad_hoc() -> Case:
    inner = user("a") + user("c") + script("k", "1", "k")
    x = scope(
        "x", inner + "<completionCondition>ok = true</completionCondition>", "a>k", kind="adHocSubProcess"
    )
    choose = [
        lambda player, node=node: player.give(StartActivity(player.token_at("x"), node, "6")) for node in "ac"
    ]
    end = lambda player: player.give(CompleteScope(player.token_at("x")))  # noqa: E731
    return Case(files_of((START_END + x, "s>x", "x>e")), [*choose, done("a"), end], rest=2)


def incidents() -> Case:
    failing = '<serviceTask id="x" kartabl:calculator="fail"/><serviceTask id="y" kartabl:connector="sms"/>'
    refusing = (
        '<serviceTask id="z" kartabl:calculator="refuse"/>' + boundary("b", "z", "any-error") + user("u")
    )
    files = files_of((START_END + failing + refusing, "s>x", "x>y", "y>z", "z>e", "b>u", "u>e"))
    steps: list[Step] = [
        lambda player: player.retry("x"),
        lambda player: player.give(ResolveIncident(player.token_at("x"), {"a": "given"})),
        lambda player: player.give(TechnicalErrorRaised(player.token_at("y"), "down")),
        lambda player: player.retry("y"),
        lambda player: player.give(ConnectorReturned(player.token_at("y"), {"sent": True})),
    ]
    return Case(files, [*steps, done("u")], rest=3)


def complex_gateway() -> Case:
    gate = '<complexGateway id="g"><activationCondition>activationCount = 2</activationCondition></complexGateway>'
    tasks = "".join(user(name) for name in ("a", "b", "c", "after"))
    files = files_of((START_END + '<parallelGateway id="f"/>' + gate + tasks,
                      "s>f", "f>a", "f>b", "f>c", "a>g", "b>g", "c>g", "g>after", "after>e"))  # fmt: skip
    return Case(files, [done("b"), done("a"), done("after"), done("c")], rest=2)


def deadlines() -> Case:
    more = boundary("b", "u", "cycle", interrupting=False) + user("v")
    files = files_of((START_END + user("u") + more, "s>u", "u>e", "b>v", "v>e"))
    fire = lambda player: player.give(FireTimer(player.token_at("u"), "b"))  # noqa: E731
    return Case(files, [fire, fire, done("u"), done("v"), done("v")], rest=1)


CASES: dict[str, Callable[[], Case]] = {
    made.__name__: made
    for made in (
        approval, joins, interrupted, event_scopes, loops, calls, transaction, pending_compensation,
        waiting_for_events, conditions, ad_hoc, incidents, complex_gateway, deadlines,
    )
}  # fmt: skip
