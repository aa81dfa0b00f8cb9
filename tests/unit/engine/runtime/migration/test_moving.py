"""What becomes of tokens, scopes and waits, and that the case goes on from there, replayed to the same state."""

from datetime import timedelta
from itertools import pairwise

from engine.runtime import InstanceState
from engine.runtime.commands import CancelTimer, ChangeUserTask, ScheduleTimer, Subscribe, Unsubscribe
from engine.runtime.triggers import CompleteUserTask, MessageReceived
from tests.unit.engine.bpmn.drawing import timer, user
from tests.unit.engine.runtime.migration.versions import codes, drawn, judged, migrate, undo, versions
from tests.unit.engine.runtime.playing import NOW, Player, stored_and_restored

HOUR = "<timeDuration>PT1H</timeDuration>"
MESSAGES = '<message id="m1" name="paid"/><message id="m2" name="settled"/>'
DUE = NOW + timedelta(minutes=20)


def effects(player: Player, *kinds: type) -> list:
    return [effect for effect in player.effects if isinstance(effect, kinds)]


def flows(text: str) -> list[str]:
    return text.split()


def inside(
    sub: str, *nodes: str, elements: str, events: str = "", kind: str = "subProcess", loop: str = ""
) -> str:
    ids = [f"{sub}0", *nodes, f"{sub}1"]
    drawn_flows = "".join(
        f'<sequenceFlow id="{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(ids)
    )
    ends = f'<startEvent id="{sub}0"/><endEvent id="{sub}1"/>'
    return f'<{kind} id="{sub}">{loop}{ends}{elements}{events}{drawn_flows}</{kind}>'


def test_a_renamed_task_goes_on_with_its_timer_its_due_and_the_memory_of_who_did_what():
    def version(task, border, first):
        elements = user(first) + user(task, f'kartabl:role="clerk" kartabl:distinctFrom="{first}"')
        elements += timer(border, task, HOUR) + '<task id="late"/>'
        return drawn(elements, *flows(f"s>{first} {first}>{task} {task}>e {border}>late late>e"))

    old, new = versions(version("u", "t", "a"), version("v", "w", "b"))
    player = Player(old)
    player.complete("a", by="maryam")
    migrate(player, new, {"u": "v", "t": "w", "a": "b"}, [[3, "t", DUE.isoformat()]])
    assert effects(player, CancelTimer) == [CancelTimer(3, "t")]
    (scheduled,) = effects(player, ScheduleTimer)
    assert (scheduled.timer, scheduled.due_at) == ("w", DUE)
    (changed,) = effects(player, ChangeUserTask)
    assert (changed.token, changed.task.node, changed.task.distinct_from) == (3, "v", ("b",))
    assert player.state.completers == {"b": "maryam"}
    player.fire("v", "w")
    assert player.state.status == "completed"
    assert player.entered()[-2:] == ["late", "e"]
    assert player.replayed() == player.state


def test_timers_may_take_one_anothers_names():
    def version(first, second):
        elements = user("u") + timer(first, "u", HOUR, interrupting=False)
        elements += timer(second, "u", "<timeDuration>P1D</timeDuration>") + '<task id="x"/><task id="y"/>'
        return drawn(elements, *flows(f"s>u u>e {first}>x x>e {second}>y y>e"))

    old, new = versions(version("t1", "t2"), version("t2", "t1"))
    player = Player(old)
    late = NOW + timedelta(days=1)
    migrate(player, new, {"t1": "t2", "t2": "t1"}, [[2, "t1", DUE.isoformat()], [2, "t2", late.isoformat()]])
    assert effects(player, CancelTimer) == [CancelTimer(2, "t1"), CancelTimer(2, "t2")]
    assert {(each.timer, each.due_at) for each in effects(player, ScheduleTimer)} == {
        ("t2", DUE),
        ("t1", late),
    }


def test_a_reminder_that_was_sent_is_not_sent_again_and_a_new_one_is():
    def version(*reminders):
        borders = "".join(timer(each, "u", HOUR, interrupting=False) for each in reminders)
        tasks = "".join(f'<task id="after_{each}"/>' for each in reminders)
        more = [flow for each in reminders for flow in (f"{each}>after_{each}", f"after_{each}>e")]
        return drawn(user("u") + borders + tasks, "s>u", "u>e", *more)

    old, new = versions(version("t"), version("t", "t2"))
    player = Player(old)
    player.fire("u", "t")
    migrate(player, new)
    assert [each.timer for each in effects(player, ScheduleTimer)] == ["t2"]
    assert effects(player, CancelTimer) == []


def test_subscriptions_follow_their_event_and_begin_anew_under_another_name():
    def version(node, message):
        receive = f'<receiveTask id="{node}" messageRef="{message}"/>'
        return drawn(receive, f"s>{node}", f"{node}>e", roots=MESSAGES)

    old, renamed, other = version("r", "m1"), version("q", "m1"), version("r", "m2")
    before, after = versions(old, renamed)
    player = Player(before)
    migrate(player, after, {"r": "q"})
    assert player.effects == [Unsubscribe(2, "r"), Subscribe(2, "q", "message", "paid")]
    player.give(MessageReceived(2, "q", {}))
    assert player.state.status == "completed"

    before, after = versions(old, other)
    player = Player(before)
    assert codes(judged(player, after)) == {("event-changed", "r")}
    migrate(player, after)
    assert player.effects == [Unsubscribe(2, "r"), Subscribe(2, "r", "message", "settled")]


def test_events_behind_a_gateway_come_and_go():
    def version(*events):
        body = '<intermediateCatchEvent id="{0}"><timerEventDefinition>' + HOUR
        drawn_events = "".join(
            (body + "</timerEventDefinition></intermediateCatchEvent>").format(each) for each in events
        )
        more = [flow for each in events for flow in (f"g>{each}", f"{each}>e")]
        return drawn('<eventBasedGateway id="g"/>' + drawn_events, "s>g", *more)

    old, new = versions(version("a", "b"), version("b", "c"))
    player = Player(old)
    migrate(player, new)
    assert effects(player, CancelTimer) == [CancelTimer(2, "a")]
    assert [each.timer for each in effects(player, ScheduleTimer)] == ["c"]
    player.fire("g", "c")
    assert player.state.status == "completed"


def test_a_token_inside_a_sub_process_goes_over_with_it():
    old = drawn(inside("sub", "u", elements=user("u")), *flows("s>sub sub>e"))
    new = drawn(inside("box", "u", "v", elements=user("u") + user("v")), *flows("s>box box>e"))
    before, after = versions(old, new)
    player = Player(before)
    assert codes(judged(player, after)) == {("node-missing", "sub")}
    migrate(player, after, {"sub": "box"})
    player.complete("u")
    player.complete("v")
    assert player.state.status == "completed"
    assert player.replayed() == player.state


def test_event_sub_processes_of_a_scope_come_and_go():
    def esp(name):
        body = f"<timerEventDefinition>{HOUR}</timerEventDefinition>"
        begin = (
            f'<startEvent id="{name}_s" isInterrupting="false">{body}</startEvent><endEvent id="{name}_e"/>'
        )
        flow = f'<sequenceFlow id="{name}_f" sourceRef="{name}_s" targetRef="{name}_e"/>'
        return f'<subProcess id="{name}" triggeredByEvent="true">{begin}{flow}</subProcess>'

    old, new = versions(drawn(user("u") + esp("x"), "s>u", "u>e"), drawn(user("u") + esp("y"), "s>u", "u>e"))
    player = Player(old)
    migrate(player, new)
    assert effects(player, CancelTimer) == [CancelTimer(0, "x_s")]
    assert [each.timer for each in effects(player, ScheduleTimer)] == ["y_s"]
    player.complete("u")
    assert player.state.status == "completed"


def test_instances_of_a_loop_go_over_and_are_counted_to_the_end():
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>"
    old, new = versions(
        drawn(user("u", inside=loop), *flows("s>u u>e")), drawn(user("v", inside=loop), *flows("s>v v>e"))
    )
    player = Player(old)
    _, *instances = sorted(player.state.tokens)
    player.give(CompleteUserTask(instances[0]))
    migrate(player, new, {"u": "v"})
    assert player.waiting() == ["v", "v", "v"]
    for token in instances[1:]:
        player.give(CompleteUserTask(token))
    assert player.state.status == "completed"
    assert player.replayed() == player.state


def test_a_join_that_waits_for_fewer_goes_on_at_once():
    def version(*ways):
        gates = '<parallelGateway id="g"/><parallelGateway id="j"/><task id="x"/>' + user("last")
        ways_drawn = "".join(user(way) for way in ways)
        more = [flow for way in ways for flow in (f"g>{way}", f"{way}>j")]
        return drawn(gates + ways_drawn, "s>g", "j>last", "last>e", "g>x", "x>j", *more)

    old, new = versions(version("a", "b"), version("a"))
    player = Player(old)
    player.complete("a")
    assert codes(judged(player, new)) == {("node-missing", "b")}
    player.complete("b")
    assert player.waiting() == ["last"]

    old, new = versions(version("a", "b"), version("a", "c"))
    player = Player(old)
    player.complete("a")
    migrate(player, new, {"b": "c"})
    player.complete("c")
    assert player.waiting() == ["last"]


def test_what_undoes_a_completed_activity_goes_over_or_it_is_impossible():
    def version(handler):
        border = '<boundaryEvent id="c" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>'
        undoes = f'<userTask id="{handler}" isForCompensation="true" kartabl:role="clerk"/>'
        link = f'<association id="l" sourceRef="c" targetRef="{handler}" associationDirection="One"/>'
        throw = '<intermediateThrowEvent id="back"><compensateEventDefinition/></intermediateThrowEvent>'
        return drawn(user("a") + user("b") + border + undoes + link + throw, *flows("s>a a>b b>back back>e"))

    old, new = versions(version("h"), version("k"))
    player = Player(old)
    player.complete("a")
    assert codes(judged(player, new)) == {("handler-missing", "h")}
    migrate(player, new, {"h": "k"})
    player.complete("b")
    assert player.waiting() == ["back", "k"]
    player.complete("k")
    assert player.state.status == "completed"
    assert player.replayed() == player.state


def test_undone_it_is_as_before_and_goes_on_in_the_old_version():
    old, new = versions(
        drawn(user("u") + timer("t", "u", HOUR) + '<task id="x"/>', *flows("s>u u>e t>x x>e")),
        drawn(user("v"), *flows("s>v v>e")),
    )
    player = Player(old)
    before: InstanceState = stored_and_restored(player.state)
    migrate(player, new, {"u": "v"})
    assert player.state != before
    undo(player, old, before)
    assert player.state == before
    player.complete("u")
    assert player.state.status == "completed"
    assert player.replayed() == player.state
