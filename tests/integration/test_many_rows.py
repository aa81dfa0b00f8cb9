"""More rows than one statement takes: written, ended and looked up in parts."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engine import api, clock
from engine.models import EventSubscription, InboxEntry, Incident, Job, UserTask
from engine.runtime import commands
from engine.store.dialect import MOST_PARAMETERS, batches
from engine.store.instance_store import lock_instance
from engine.store.transactions import in_transaction
from engine.store.unit_of_work import UnitOfWork
from tests.integration import event_processes as bpmn
from tests.integration.conftest import TEACHER, UNIT

MANY = range(100, 10_100)


@pytest.mark.parametrize(
    ("count", "width", "parts"), [(0, 3, 0), (1, 3, 1), (31_900, 1, 1), (31_901, 1, 2), (10_000, 17, 6)]
)
def test_parts_hold_every_item_once(count: int, width: int, parts: int) -> None:
    items = list(range(count))
    found = list(batches(items, width))
    assert len(found) == parts
    assert [item for part in found for item in part] == items
    assert all(len(part) * width + 100 <= MOST_PARAMETERS for part in found)


def apply(case: int, *effects: commands.Effect) -> None:
    """Write effects as a command would."""

    def work() -> None:
        unit = UnitOfWork(lock_instance(case), "note", None)
        unit.changes.add(effects)
        unit.commit()

    in_transaction(work)


def rows() -> list[int]:
    return [model.objects.count() for model in (Job, EventSubscription)] + [
        UserTask.objects.filter(state="open").count(),
        InboxEntry.objects.count(),
        Incident.objects.filter(state="open").count(),
    ]


def test_ten_thousand_of_each_begin_and_end(db: None, office: Any) -> None:
    api.deploy(bpmn.AWAITS_ALARM)
    case = api.start("awaits_alarm", {}, unit=UNIT, by=TEACHER).pk
    before, now = rows(), clock.now()
    apply(
        case,
        *(commands.CreateUserTask(token, "n1", role="expert") for token in MANY),
        *(commands.ScheduleTimer(token, "late", now, "PT1H", True, now) for token in MANY),
        *(commands.RunConnector(token, "n1", "test.tell", {}, 3) for token in MANY),
        *(commands.Subscribe(token, "n1", "message", "paid", str(token)) for token in MANY),
        *(commands.OpenIncident(token, "n1", "test", {}) for token in MANY),
    )
    many = len(MANY)
    assert [after - was for after, was in zip(rows(), before, strict=True)] == [
        2 * many,
        many,
        many,
        2 * many,
        many,
    ]
    apply(
        case,
        *(commands.CloseUserTask(token, "cancelled") for token in MANY),
        *(commands.CancelTimer(token, "late") for token in MANY),
        *(commands.CancelConnector(token) for token in MANY),
        *(commands.Unsubscribe(token, "n1") for token in MANY),
        *(commands.CloseIncident(token) for token in MANY),
    )
    assert rows() == before


def test_few_rows_take_one_statement_for_each_table_and_direction(db: None, office: Any) -> None:
    api.deploy(bpmn.AWAITS_ALARM)
    case = api.start("awaits_alarm", {}, unit=UNIT, by=TEACHER).pk
    tokens, now = range(100, 110), clock.now()
    with CaptureQueriesContext(connection) as captured:
        apply(
            case,
            *(commands.ScheduleTimer(token, "late", now, "PT1H", True, now) for token in tokens),
            *(commands.Subscribe(token, "n1", "message", "paid", str(token)) for token in tokens),
            *(commands.SendMessage(token, "n1", "paid", str(token), {}) for token in tokens),
        )
        apply(
            case,
            *(commands.CancelTimer(token, "late") for token in tokens),
            *(commands.Unsubscribe(token, "n1") for token in tokens),
        )
    for table in ("engine_job", "engine_event_subscription", "engine_buffered_message"):
        of_table = [query["sql"].split()[0] for query in captured if table in query["sql"]]
        assert of_table.count("INSERT") == 1
        assert of_table.count("DELETE") == (table != "engine_buffered_message")


def test_process_without_events_asks_nothing_of_them(request_started: Any) -> None:
    task = UserTask.objects.get(instance=request_started)
    with CaptureQueriesContext(connection) as captured:
        api.complete(task.pk, {"outcome": "approve"}, by=None)
    told = "\n".join(query["sql"] for query in captured)
    assert "engine_event_subscription" not in told
    assert "engine_buffered_message" not in told
