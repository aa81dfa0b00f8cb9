"""Once a day the worker anchors the history and sweeps; of several workers one does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine import api, clock
from engine.jobs.executor import Executor
from engine.models import HistoryAnchor
from engine.plugins import (
    daily,
    daily_duty,
)
from engine.plugins.registry import Registry
from tests.integration.conftest import TEACHER, UNIT
from tests.integration.processes import TWO_STEPS

MONDAY = datetime(2031, 3, 3, 9, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_worker_anchors_the_history_once_a_day(office: Any) -> None:
    api.deploy(TWO_STEPS)
    started = api.start("two_steps", {}, unit=UNIT, by=TEACHER)
    worker = Executor()
    for hour, anchors in ((1, 1), (2, 1), (24, 1), (25, 1)):
        with clock.travel(MONDAY + timedelta(hours=hour)):
            worker.tick()
        assert HistoryAnchor.objects.count() == anchors
    api.note(started.pk, by=TEACHER, kind="PaperPrinted", data={})
    with clock.travel(MONDAY + timedelta(hours=49)):
        worker.tick()
    assert HistoryAnchor.objects.count() == 2


@pytest.fixture
def duties(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the duties done, besides those of the installation: one that fails and one that does not."""
    done: list[str] = []
    monkeypatch.setattr(daily, "_duties", Registry("daily duty"))

    @daily_duty("a")
    def fail() -> None:
        done.append("a")
        raise ArithmeticError

    daily_duty("b")(lambda: done.append("b"))
    return done


@pytest.mark.django_db(transaction=True)
def test_daily_duties_are_done_once_a_day_and_none_stops_another(duties: list[str]) -> None:
    worker = Executor()
    for hour in (1, 2, 25, 26):
        with clock.travel(MONDAY + timedelta(hours=hour)):
            worker.tick()
    assert duties == ["a", "b"] * 2


def test_the_worker_forgets_what_was_abandoned_and_what_the_api_kept() -> None:
    assert {"abandoned-forms", "api-records"} <= set(daily._duties.names())
