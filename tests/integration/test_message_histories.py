"""Random histories of cases that wait, are halted or cancelled, and of messages: nothing stays that could meet."""

import random
from collections import Counter
from typing import Any

import pytest
from django.core.management import call_command

from engine import api
from engine.models import BufferedMessage, EventSubscription, Job, ProcessInstance
from engine.store import messages
from tests.integration import event_processes as bpmn
from tests.integration.conftest import TEACHER, UNIT

SEEDS, LENGTH = 12, 30
KEYS = ("1", "2")


class History:
    """One random history. ``sent``: how many messages, by name and key."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.sent: Counter[tuple[str, str | None]] = Counter()

    def begin_to_wait(self) -> None:
        if self.random.random() < 0.5:
            api.start("awaits_paid", {"order": self.random.choice(KEYS)}, unit=UNIT, by=TEACHER)
        else:
            api.start("awaits_ping", {}, unit=UNIT, by=TEACHER)

    def send(self) -> None:
        name, key = self.random.choice([("paid", "1"), ("paid", "2"), ("ping", None), ("ordered", None)])
        self.sent[name, key] += api.correlate(name, correlation_key=key, unit=UNIT)

    def throw(self) -> None:
        api.start("throws_ping", {}, unit=UNIT, by=TEACHER)
        self.sent["ping", None] += 1

    def cancel(self) -> None:
        if case := self._case("active"):
            api.cancel(case, by=None, reason="test")

    def halt(self) -> None:
        if case := self._case("active"):
            api.suspend(case, by=None, reason="test")

    def go_on(self) -> None:
        if case := self._case("suspended"):
            api.resume(case, by=None)

    def work(self) -> None:
        api.run_due_jobs()

    def _case(self, state: str) -> int | None:
        found = ProcessInstance.objects.filter(state=state).values_list("pk", flat=True)
        return self.random.choice(found) if found else None


def outcome() -> tuple[Counter[Any], Counter[Any]]:
    """Messages still open, and who still waits in cases that go on, by name and key."""
    still_open = BufferedMessage.objects.filter(consumed_at=None).values_list("name", "key")
    waits = EventSubscription.objects.filter(instance__state="active").values_list("name", "key")
    return Counter(still_open), Counter(waits)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_random_histories_leave_nothing_that_could_meet(office: Any, seed: int) -> None:
    for xml in (bpmn.AWAITS_PAID, bpmn.AWAITS_PING, bpmn.THROWS_PING, bpmn.BEGUN_BY_ORDER):
        api.deploy(xml)
    history = History(seed)
    steps = [history.begin_to_wait, history.send, history.throw, history.cancel, history.halt]
    for _ in range(LENGTH):
        history.random.choice([*steps, history.begin_to_wait, history.send, history.go_on, history.work])()
    api.run_due_jobs()
    still_open, waits = outcome()
    assert not still_open.keys() & waits.keys()
    assert not any(name == "ordered" for name, _ in still_open)
    call_command("check_instances")
    messages.sweep()
    assert api.run_due_jobs() == 0
    completed = Counter(
        ProcessInstance.objects.filter(state="completed").values_list("definition__key", flat=True)
    )
    taken = BufferedMessage.objects.filter(consumed_at__isnull=False)
    assert taken.filter(name="paid").count() == completed["awaits_paid"]
    assert taken.filter(name="ping").count() == completed["awaits_ping"]
    assert (
        taken.filter(name="ordered").count()
        == ProcessInstance.objects.filter(definition__key="begun_by_order").count()
    )
    assert sum(history.sent.values()) == BufferedMessage.objects.count()
    assert not Job.objects.exclude(state="held").exists()
