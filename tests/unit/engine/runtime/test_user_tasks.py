"""User tasks: who gets them, until when, and what completing one does."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from engine.errors import InstanceEnded, TokenGone, UnknownOutcome, ValueUnsupported
from engine.runtime import InstanceState, advance, events
from engine.runtime.commands import CloseUserTask, CreateUserTask
from engine.runtime.triggers import CompleteUserTask, RetryIncident, SetVariables, Start, TechnicalErrorRaised
from tests.unit.engine.bpmn.drawing import compiled, user
from tests.unit.engine.runtime.playing import NOW, Player

START_END = '<startEvent id="s"/><endEvent id="e"/>'


def one_task(attributes='kartabl:role="clerk"', inside=""):
    return compiled(START_END + user("u", attributes, inside), "s>u", "u>e")


def created(attributes, variables=None, zone="UTC"):
    (effect,) = Player(one_task(attributes), variables, zone=zone).effects
    assert isinstance(effect, CreateUserTask)
    return effect


def test_a_user_task_is_created_with_all_that_its_attributes_say():
    effect = created(
        'name="Check" kartabl:role="=concatenate([service], [&quot;x&quot;])[1]" kartabl:unit="=unit" '
        'kartabl:formKey="=form" kartabl:priority="=70 + 5" kartabl:distinctFrom="s" '
        'kartabl:notRelatedTo="s" kartabl:outcomes="yes, no"',
        {"service": "clerk", "unit": "a/b", "form": "f1"},
    )
    assert effect == CreateUserTask(
        token=2, node="u", name="Check", role="clerk", unit="a/b", priority=75, form_key="f1",
        distinct_from=("s",), not_related_to=("s",), outcomes=("yes", "no"),
    )  # fmt: skip


def test_a_deadline_in_wall_time_is_an_instant_and_in_working_time_stays_a_duration():
    assert created('kartabl:role="r" kartabl:due="P1DT2H"').due == NOW + timedelta(days=1, hours=2)
    working = created('kartabl:role="r" kartabl:due="P2D" kartabl:calendar="office"')
    assert (working.due, working.calendar) == ("P2D", "office")


def test_a_deadline_by_feel_may_be_a_duration_a_date_or_nothing():
    attributes = 'kartabl:role="r" kartabl:due="=deadline" kartabl:calendar="office"'
    assert created(attributes, {"deadline": timedelta(hours=36)}).due == "PT129600S"
    day = created(attributes, {"deadline": date(2031, 4, 1)}, zone="Asia/Tehran")
    assert (day.due, day.calendar) == (datetime(2031, 3, 31, 20, 30, tzinfo=UTC), "")
    assert created(attributes, {"deadline": None}).due is None


def test_expressions_see_the_day_of_the_instance_not_that_of_utc():
    late = datetime(2031, 3, 3, 21, tzinfo=UTC)
    process = one_task('kartabl:role="r" kartabl:due="=today()"')
    (effect,) = advance(process, InstanceState(), Start(zone="Asia/Tehran"), late).effects
    assert effect.due == datetime(2031, 3, 3, 20, 30, tzinfo=UTC)


def test_nobody_to_assign_is_an_incident_unless_a_role_can_claim():
    assert created('kartabl:role="r" kartabl:assignee="=nobody"').assignee is None
    player = Player(one_task('kartabl:assignee="=nobody"'))
    (incident,) = player.happened(events.IncidentOpened)
    assert (incident.code, incident.params["attribute"]) == ("attribute-empty", "assignee")
    player.give(SetVariables({"nobody": "17"}))
    player.give(RetryIncident(player.token_at("u")))
    assert [effect.assignee for effect in player.effects if isinstance(effect, CreateUserTask)] == ["17"]


def test_data_go_flat_into_the_variables_and_the_history_tells_before_and_after():
    player = Player(one_task(), {"amount": Decimal(5), "kept": True})
    player.complete("u", {"amount": Decimal("5.0"), "note": "ok"}, by="7")
    assert player.state.variables == {"amount": Decimal("5.0"), "kept": True, "note": "ok"}
    changed = player.happened(events.VariablesChanged)[-1]
    assert changed.before == {"amount": Decimal(5)}
    assert changed.after == {"amount": Decimal("5.0"), "note": "ok"}
    assert player.happened(events.UserTaskCompleted)[0].by == "7"
    assert player.effects == [CloseUserTask(2, "completed")]


def test_with_mapped_outputs_only_those_reach_the_variables():
    mapping = (
        '<extensionElements><kartabl:ioMapping><kartabl:output source="=amount * 2" target="double"/>'
        '<kartabl:output source="fixed" target="kind"/></kartabl:ioMapping></extensionElements>'
    )
    player = Player(one_task(inside=mapping))
    player.complete("u", {"amount": Decimal(4)})
    assert player.state.variables == {"double": Decimal(8), "kind": "fixed"}


def test_who_completed_what_is_remembered_for_the_four_eyes():
    process = compiled(START_END + user("a") + user("b"), "s>a", "a>b", "b>e")
    player = Player(process, by="1")
    player.complete("a", by="2")
    assert player.state.completers == {"s": "1", "a": "2"}


def test_an_outcome_that_was_not_offered_is_refused_and_nothing_happens():
    player = Player(one_task('kartabl:role="r" kartabl:outcomes="yes no"'))
    for data in ({"outcome": "perhaps"}, {}):
        with pytest.raises(UnknownOutcome):
            player.complete("u", data)
    player.complete("u", {"outcome": "yes"})
    assert player.state.status == "completed"


@pytest.mark.parametrize("value", [1.5, object(), [1, {"a": 2.5}], Decimal("NaN"), {1: "a"}, (1,)])
def test_a_value_that_feel_does_not_know_is_refused(value):
    player = Player(one_task())
    with pytest.raises(ValueUnsupported):
        player.complete("u", {"bad": value})
    assert player.waiting() == ["u"]


def test_a_late_completion_is_a_conflict_also_when_the_instance_loops_back_to_the_same_node():
    process = compiled(
        START_END + user("u") + '<exclusiveGateway id="m"/><exclusiveGateway id="x" default="x_m"/>',
        "s>m", "m>u", "u>x", ("x>e", "done"), "x>m",
    )  # fmt: skip
    player = Player(process)
    first = player.token_at("u")
    player.complete("u")
    with pytest.raises(TokenGone):
        player.give(CompleteUserTask(first))
    player.complete("u", {"done": True})
    with pytest.raises(InstanceEnded):
        player.give(CompleteUserTask(first))


def test_a_user_task_nobody_can_do_becomes_an_incident_and_comes_back_on_retry():
    player = Player(one_task())
    player.give(TechnicalErrorRaised(player.token_at("u"), "nobody-eligible", {"role": "clerk"}))
    assert player.effects[0] == CloseUserTask(2, "incident")
    with pytest.raises(TokenGone):
        player.complete("u")
    player.give(RetryIncident(2))
    player.complete("u")
    assert player.state.status == "completed"
    assert player.replayed() == player.state
