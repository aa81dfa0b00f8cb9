"""Boundary timers: reminder, escalation, cycles, working time (BPMN 10.5.5, 13.5.3)."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import TokenGone
from engine.runtime import events
from engine.runtime.commands import CancelTimer, CloseUserTask, ScheduleTimer
from engine.runtime.triggers import RetryIncident, SetVariables
from tests.unit.engine.bpmn.drawing import compiled, timer, user
from tests.unit.engine.runtime.playing import NOW, Player

START_END = '<startEvent id="s"/><endEvent id="e"/>'


def watched(body, *, interrupting, attributes="", node=None):
    return compiled(
        START_END + (node or user("u")) + timer("t", "u", body, interrupting=interrupting, attributes=attributes)
        + '<task id="late"/>',
        "s>u", "u>e", "t>late", "late>e",
    )  # fmt: skip


def scheduled(player):
    return [effect for effect in player.effects if isinstance(effect, ScheduleTimer)]


def test_an_interrupting_timer_closes_the_user_task_and_takes_the_other_way():
    player = Player(watched("<timeDuration>PT1H</timeDuration>", interrupting=True))
    (planned,) = scheduled(player)
    assert (planned.due_at, planned.interrupting) == (NOW + timedelta(hours=1), True)
    player.fire("u", "t")
    assert player.effects == [CloseUserTask(2, "timer")]
    assert (player.state.status, player.entered()[-2:]) == ("completed", ["late", "e"])
    assert player.replayed() == player.state


def test_a_non_interrupting_timer_is_a_second_path_and_the_task_stays():
    player = Player(watched("<timeDuration>PT1H</timeDuration>", interrupting=False))
    player.fire("u", "t")
    assert (player.waiting(), player.effects) == (["u"], [])
    with pytest.raises(TokenGone):
        player.fire("u", "t")
    player.complete("u")
    assert player.effects == [CloseUserTask(2, "completed")]
    assert player.state.status == "completed"


def test_a_completed_task_cancels_its_timer_and_a_late_firing_is_a_conflict():
    process = watched("<timeDuration>PT1H</timeDuration>", interrupting=True)
    player = Player(process)
    token = player.token_at("u")
    player.complete("u")
    assert player.effects == [CloseUserTask(token, "completed"), CancelTimer(token, "t")]


def test_a_cycle_comes_as_often_as_it_says_counted_from_the_previous_due():
    player = Player(watched("<timeCycle>R3/PT10M</timeCycle>", interrupting=False))
    due, times = scheduled(player)[0].due_at, 0
    while due:
        late = due + timedelta(minutes=2)
        player.fire("u", "t", due, now=late)
        times += 1
        following = scheduled(player)
        if following:
            assert following[0].due_at == due + timedelta(minutes=10)
        due = following[0].due_at if following else None
    assert times == 3
    assert player.entered().count("late") == 3
    assert player.replayed() == player.state


def test_missed_occurrences_of_a_cycle_collapse_into_one():
    player = Player(watched("<timeCycle>R5/PT10M</timeCycle>", interrupting=False))
    due = scheduled(player)[0].due_at
    player.fire("u", "t", due, now=due + timedelta(minutes=25))
    assert player.happened(events.TimerFired)[-1].missed == 2
    assert scheduled(player)[0].due_at == due + timedelta(minutes=30)
    player.fire("u", "t", scheduled(player)[0].due_at, now=due + timedelta(days=400))
    assert scheduled(player) == []


def test_an_endless_cycle_of_months_survives_a_stop_of_years():
    player = Player(watched("<timeCycle>R/P1M</timeCycle>", interrupting=False))
    due = scheduled(player)[0].due_at
    player.fire("u", "t", due, now=datetime(2041, 3, 10, tzinfo=UTC))
    assert scheduled(player)[0].due_at == datetime(2041, 4, 3, 9, tzinfo=UTC)


def test_working_time_is_left_to_the_caller():
    process = watched(
        "<timeDuration>P1D</timeDuration>", interrupting=True, attributes='kartabl:calendar="office"'
    )
    (planned,) = scheduled(Player(process))
    assert (planned.due_at, planned.expression, planned.calendar, planned.since) == (
        None,
        "P1D",
        "office",
        NOW,
    )


def test_a_cycle_in_working_time_goes_on_from_the_previous_due_or_after_a_stop_from_now():
    process = watched(
        "<timeCycle>R/P1D</timeCycle>", interrupting=False, attributes='kartabl:calendar="office"'
    )
    player = Player(process)
    due = NOW + timedelta(days=1)
    player.fire("u", "t", due, now=due + timedelta(hours=1))
    assert (scheduled(player)[0].due_at, scheduled(player)[0].since) == (None, due)
    stopped = due + timedelta(days=9)
    player.fire("u", "t", due, now=stopped)
    assert scheduled(player)[0].since == stopped


def test_a_date_without_offset_means_the_zone_of_the_instance():
    process = watched("<timeDate>2031-03-04T08:00:00</timeDate>", interrupting=True)
    assert scheduled(Player(process, zone="Asia/Tehran"))[0].due_at == datetime(2031, 3, 4, 4, 30, tzinfo=UTC)
    process = watched("<timeDate>=deadline</timeDate>", interrupting=True)
    by_feel = Player(process, {"deadline": datetime(2031, 3, 4, 8, tzinfo=UTC)})
    assert scheduled(by_feel)[0].due_at == datetime(2031, 3, 4, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    ["<timeDuration>=wait</timeDuration>", "<timeCycle>=wait</timeCycle>", "<timeDate>=wait</timeDate>"],
)
def test_a_timer_that_cannot_be_computed_is_an_incident_before_anybody_is_asked(body):
    player = Player(watched(body, interrupting=False), {"wait": "whenever"})
    assert player.happened(events.IncidentOpened)[0].code == "timer-invalid"
    assert player.happened(events.UserTaskCreated) == []
    player.give(SetVariables({"wait": {"D": timedelta(hours=1), "C": "R2/PT1H", "a": NOW}[_kind(body)]}))
    player.give(RetryIncident(player.token_at("u")))
    assert len(scheduled(player)) == 1
    assert player.waiting() == ["u"]


def _kind(body):
    return {"timeDu": "D", "timeCy": "C", "timeDa": "a"}[body[1:7]]


def test_an_incident_does_not_stop_the_escalation_and_a_retry_does_not_schedule_it_twice():
    process = watched(
        "<timeDuration>PT1H</timeDuration>", interrupting=False,
        node='<scriptTask id="u" scriptFormat="feel"><script>count(for a in 1..900, b in 1..900, c in 1..900 return a)'
        "</script></scriptTask>",
    )  # fmt: skip
    player = Player(process)
    assert player.happened(events.IncidentOpened)[0].code == "feel-error"
    assert len(scheduled(player)) == 1
    player.give(RetryIncident(player.token_at("u")))
    assert scheduled(player) == []
    player.fire("u", "t")
    assert "late" in player.entered()
