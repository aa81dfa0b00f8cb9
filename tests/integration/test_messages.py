"""Messages: who waits gets them, each once; who is not there yet finds them in the buffer until they expire."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import api, clock
from engine.actor import Actor
from engine.errors import StartRefused, ValueUnsupported
from engine.jobs import claiming, execution
from engine.jobs.message_sweep import MessageSweep
from engine.models import BufferedMessage, EventSubscription, Incident, Job, ProcessInstance, UserTask
from engine.plugins import instance_hooks, start_guard
from engine.store import messages, subscriptions
from tests.integration import event_processes as bpmn
from tests.integration.conftest import TEACHER, UNIT

MONDAY = datetime(2031, 3, 3, 9, tzinfo=UTC)


def waiting(order: str = "7") -> int:
    api.deploy(bpmn.AWAITS_PAID)
    return api.start("awaits_paid", {"order": order}, unit=UNIT, by=TEACHER).pk


def test_message_reaches_who_waits_for_its_key(db: None, office: Any) -> None:
    seven, eight = waiting("7"), waiting("8")
    assert api.correlate("paid", correlation_key="8", variables={"amount": 5})
    assert api.run_due_jobs() == 1
    assert (api.instance_state(seven), api.instance_state(eight)) == ("active", "completed")
    assert api.instance_variables(eight) == {"order": "8", "amount": 5}
    taken = BufferedMessage.objects.get()
    assert (taken.consumed_by_id, taken.payload) == (eight, "{}")
    assert EventSubscription.objects.get().instance_id == seven


def test_message_without_key_is_for_those_without_and_the_other_way_round(db: None, office: Any) -> None:
    keyed = waiting("7")
    api.deploy(bpmn.AWAITS_PING)
    free = api.start("awaits_ping", {}, unit=UNIT, by=TEACHER).pk
    api.correlate("paid")
    api.correlate("ping", correlation_key="7")
    api.run_due_jobs()
    assert (api.instance_state(keyed), api.instance_state(free)) == ("active", "active")
    api.correlate("ping")
    api.run_due_jobs()
    assert (api.instance_state(keyed), api.instance_state(free)) == ("active", "completed")


def test_one_message_goes_to_the_one_who_has_waited_longest(db: None, office: Any) -> None:
    first, second = waiting(), waiting()
    api.correlate("paid", correlation_key="7")
    api.run_due_jobs()
    assert (api.instance_state(first), api.instance_state(second)) == ("completed", "active")


@pytest.mark.django_db(transaction=True)
def test_message_waits_for_who_comes_later(office: Any) -> None:
    api.correlate("paid", correlation_key="7", variables={"amount": 5})
    api.run_due_jobs()
    assert not Job.objects.exists()
    case = waiting()
    api.run_due_jobs()
    assert api.instance_state(case) == "completed"
    assert api.instance_variables(case)["amount"] == 5


@pytest.mark.django_db(transaction=True)
def test_expired_message_is_not_delivered_and_is_swept(office: Any) -> None:
    with clock.travel(MONDAY):
        api.correlate("paid", correlation_key="7", ttl=timedelta(hours=1))
        api.run_due_jobs()
    with clock.travel(MONDAY + timedelta(hours=2)):
        case = waiting()
        api.run_due_jobs()
        assert api.instance_state(case) == "active"
        assert messages.drop_expired() == 1
    assert not BufferedMessage.objects.exists()


def test_message_of_a_known_dedupe_key_is_not_sent_again_until_it_expires(db: None, office: Any) -> None:
    with clock.travel(MONDAY):
        waiting()
        assert api.correlate("paid", correlation_key="7", dedupe_key="payment 1") is True
        api.run_due_jobs()
        waiting()
        assert api.correlate("paid", correlation_key="7", dedupe_key="payment 1") is False
        api.run_due_jobs()
        assert EventSubscription.objects.count() == 1
    with clock.travel(MONDAY + messages.TIME_TO_LIVE):
        assert api.correlate("paid", correlation_key="7", dedupe_key="payment 1") is True


def test_very_long_keys_are_told_apart(db: None, office: Any) -> None:
    case = waiting("x" * 5000)
    api.correlate("paid", correlation_key="x" * 4999)
    api.run_due_jobs()
    assert api.instance_state(case) == "active"
    api.correlate("paid", correlation_key="x" * 5000)
    api.run_due_jobs()
    assert api.instance_state(case) == "completed"


@pytest.mark.django_db(transaction=True)
def test_message_for_one_who_was_cancelled_stays_for_the_next(office: Any) -> None:
    first = waiting()
    api.correlate("paid", correlation_key="7")
    api.cancel(first, by=None, reason="test")
    api.run_due_jobs()
    assert BufferedMessage.objects.get().consumed_at is None
    second = waiting()
    api.run_due_jobs()
    assert api.instance_state(second) == "completed"


def test_value_that_feel_does_not_know_is_refused(db: None) -> None:
    with pytest.raises(ValueUnsupported):
        api.correlate("paid", variables={"amount": 0.5})
    assert not BufferedMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_dying_process_did_not_look_for_the_sweep_finds(
    office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.correlate("paid", correlation_key="7")
    api.run_due_jobs()
    monkeypatch.setattr(messages, "probe", lambda instance_id: None)
    case = waiting()
    assert api.run_due_jobs() == 0
    sweep = MessageSweep()
    sweep.run_if_due()
    assert api.run_due_jobs() == 1
    assert api.instance_state(case) == "completed"
    sweep.run_if_due()
    assert not Job.objects.exists()


@pytest.mark.parametrize("xml", [bpmn.BEGUN_BY_ORDER, bpmn.BEGUN_BY_RECEIVE, bpmn.BEGUN_BY_CHOICE])
def test_message_begins_a_case(db: None, office: Any, xml: str) -> None:
    definition = api.deploy(xml)
    api.correlate("ordered", correlation_key="any", variables={"amount": 5}, unit=UNIT, by=Actor("expert"))
    api.run_due_jobs()
    case = ProcessInstance.objects.get()
    assert (case.definition, case.unit_path, case.started_by) == (definition, UNIT, "expert")
    assert case.values["amount"] == 5
    assert BufferedMessage.objects.get().consumed_by == case


def test_only_the_newest_version_is_begun_by_a_message(db: None, office: Any) -> None:
    api.deploy(bpmn.BEGUN_BY_ORDER)
    newest = api.deploy(bpmn.BEGUN_BY_ORDER.replace("f1", "f11"))
    api.correlate("ordered", unit=UNIT)
    api.run_due_jobs()
    assert ProcessInstance.objects.get().definition == newest
    assert EventSubscription.objects.filter(definition__isnull=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_message_from_before_the_deployment_begins_one_case(office: Any) -> None:
    api.correlate("ordered", unit=UNIT)
    api.run_due_jobs()
    api.deploy(bpmn.BEGUN_BY_ORDER)
    api.run_due_jobs()
    MessageSweep().run_if_due()
    api.run_due_jobs()
    assert ProcessInstance.objects.count() == 1


def test_message_that_a_case_throws_begins_another_in_its_unit(db: None, office: Any) -> None:
    api.deploy(bpmn.BEGUN_BY_ORDER)
    api.deploy(bpmn.THROWS_ORDER)
    thrower = api.start("throws_order", {"amount": 5}, unit=UNIT, by=TEACHER)
    api.run_due_jobs()
    begun = ProcessInstance.objects.exclude(pk=thrower.pk).get()
    assert (begun.definition.key, begun.unit_path, begun.started_by) == ("begun_by_order", UNIT, "teacher")


def test_thrown_message_prefers_who_waits_in_its_own_deployment(db: None, office: Any) -> None:
    def part(xml: str) -> str:
        return xml[xml.index("<process") : xml.index("</definitions>")]

    def pair(number: int) -> str:
        xml = bpmn.AWAITS_PING.replace("</definitions>", part(bpmn.THROWS_PING) + "</definitions>")
        for name in ("n0", "n1", "n2", "f0", "f1"):
            head, tail = xml.split('<process id="throws_ping"')
            xml = f'{head}<process id="throws_ping"{tail.replace(name, "t" + name)}'
        return xml.replace("awaits_ping", f"awaits_{number}").replace("throws_ping", f"throws_{number}")

    for number in (1, 2):
        api.deploy(pair(number))
    other, own = (api.start(f"awaits_{number}", {}, unit=UNIT, by=TEACHER) for number in (1, 2))
    api.start("throws_2", {}, unit=UNIT, by=TEACHER)
    api.run_due_jobs()
    assert (api.instance_state(other.pk), api.instance_state(own.pk)) == ("active", "completed")


def test_guard_refuses_the_start_by_a_message_for_good(db: None, office: Any) -> None:
    @start_guard
    def refuse(*_: Any, **__: Any) -> None:
        raise StartRefused(reason="full")

    try:
        api.deploy(bpmn.BEGUN_BY_ORDER)
        api.correlate("ordered", unit=UNIT)
        api.run_due_jobs()
    finally:
        instance_hooks._guards.remove(refuse)
    MessageSweep().run_if_due()
    assert api.run_due_jobs() == 0
    assert not ProcessInstance.objects.exists()


def test_delivery_whose_lease_ran_out_does_nothing(db: None, office: Any) -> None:
    with clock.travel(MONDAY):
        case = waiting()
        api.correlate("paid", correlation_key="7")
        slow = claiming.claim_next(clock.now(), clock.now())
        assert slow is not None
    with clock.travel(MONDAY + timedelta(minutes=10)):
        api.run_due_jobs()
        seq = ProcessInstance.objects.get(pk=case).history_seq
        execution.execute(slow)
    assert ProcessInstance.objects.get(pk=case).history_seq == seq


def test_delivery_that_fails_is_an_incident_of_who_waits_and_can_be_retried(
    db: None, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = waiting()
    with monkeypatch.context() as patch:
        patch.setattr("engine.jobs.delivery.senders.decode", lambda text: [][1])
        api.correlate("paid", correlation_key="7")
        api.run_due_jobs()
    assert api.instance_state(case) == "incident"
    MessageSweep().run_if_due()
    assert api.run_due_jobs() == 0
    api.retry(Incident.objects.get().pk, by=None)
    api.run_due_jobs()
    assert api.instance_state(case) == "completed"


@pytest.mark.django_db(transaction=True)
def test_message_for_a_suspended_case_waits_for_it(office: Any) -> None:
    api.deploy(bpmn.AWAITS_PAID)
    case = waiting()
    api.suspend(case, by=None, reason="test")
    api.correlate("paid", correlation_key="7")
    api.run_due_jobs()
    assert api.instance_state(case) == "suspended"
    api.resume(case, by=None)
    api.run_due_jobs()
    assert api.instance_state(case) == "completed"


def test_case_that_goes_on_comes_before_one_that_is_suspended(db: None, office: Any) -> None:
    halted, other = waiting(), waiting()
    api.suspend(halted, by=None, reason="test")
    api.correlate("paid", correlation_key="7")
    api.run_due_jobs()
    assert (api.instance_state(halted), api.instance_state(other)) == ("suspended", "completed")


def test_who_moves_on_between_look_and_lock_is_passed_over(
    db: None, office: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.deploy(bpmn.MOVES_ON)
    first, second, third = (api.start("moves_on", {}, unit=UNIT, by=TEACHER).pk for _ in range(3))
    look = subscriptions.waiting_for_message
    between = [
        lambda: api.cancel(second, by=None, reason="test"),
        lambda: api.complete(UserTask.objects.get(instance=first).pk, {}, by=None),
    ]

    def look_and_move_on(name: str, key: str | None, deployment: int | None) -> Any:
        found = look(name, key, deployment)
        if between:
            between.pop()()
        return found

    monkeypatch.setattr(subscriptions, "waiting_for_message", look_and_move_on)
    api.correlate("ping")
    assert api.run_due_jobs() == 1
    assert [api.instance_state(case) for case in (first, second, third)] == [
        "active",
        "terminated",
        "completed",
    ]
    assert not Incident.objects.exists()
