"""Volumes, waiting times and delays of the cases in reach, by unit, service and step; counted in the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Max, Q, QuerySet

from engine import clock, queries
from portal.audit.case_list import service_titles
from portal.audit.steps import step
from portal.inbox.people import unit_names

_SPENT = ExpressionWrapper(F("ended_at") - F("started_at"), output_field=DurationField())
_WAITED = ExpressionWrapper(F("completed_at") - F("created_at"), output_field=DurationField())


@dataclass(frozen=True, slots=True)
class Totals:
    """received, finished: in the period; running, overdue, faults: now. average: from submission to end."""

    received: int
    finished: int
    running: int
    overdue: int
    faults: int
    average: timedelta | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The cases of one unit or service. ``key``: what the list of cases filters by."""

    key: str
    title: str
    received: int
    finished: int
    running: int
    overdue: int
    average: timedelta | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of a process: how often finished, how long people waited, what waits there now."""

    title: str
    finished: int
    average: timedelta | None
    longest: timedelta | None
    waiting: int
    overdue: int


def totals(cases: QuerySet, since: datetime | None) -> Totals:
    counted = cases.order_by().aggregate(**_measures(since))
    now = clock.now()
    late = queries.user_tasks_of(cases).filter(state="open", due__lt=now)
    return Totals(
        overdue=late.values("instance").distinct().count(),
        faults=queries.incidents_of(cases).filter(state="open", instance__state="active").count(),
        **counted,
    )


def by_unit(cases: QuerySet, since: datetime | None) -> list[GroupRow]:
    rows = _grouped(cases, "unit_path", since)
    names = unit_names(rows)
    return _sorted([GroupRow(key, names[key], **row) for key, row in rows.items()])


def by_service(cases: QuerySet, since: datetime | None) -> list[GroupRow]:
    rows = _grouped(cases, "business_key", since)
    titles = service_titles(set(rows))
    return _sorted([GroupRow(key, titles.get(key) or key or "—", **row) for key, row in rows.items()])


def by_step(cases: QuerySet, since: datetime | None) -> list[StepRow]:
    """The slowest step first."""
    done = Q(state="completed") & (Q(completed_at__gte=since) if since else Q())
    now = clock.now()
    rows = (
        queries.user_tasks_of(cases)
        .values("instance__definition__key", "node")
        .annotate(
            finished=Count("pk", filter=done),
            average=Avg(_WAITED, filter=done),
            longest=Max(_WAITED, filter=done),
            waiting=Count("pk", filter=Q(state="open")),
            overdue=Count("pk", filter=Q(state="open", due__lt=now)),
            newest=Max("instance__definition__sha256"),
        )
    )
    found = [_step_row(row) for row in rows]
    return sorted(found, key=lambda row: row.average or timedelta(), reverse=True)


def _step_row(row: dict[str, Any]) -> StepRow:
    process = queries.process(row.pop("instance__definition__key"), row.pop("newest"))
    return StepRow(title=step(process, row.pop("node")), **row)


def _grouped(cases: QuerySet, name: str, since: datetime | None) -> dict[str, dict[str, Any]]:
    rows = cases.order_by().values(name).annotate(**_measures(since))
    late = queries.user_tasks_of(cases).filter(state="open", due__lt=clock.now()).values(f"instance__{name}")
    overdue = {
        row[f"instance__{name}"]: row["late"] for row in late.annotate(late=Count("instance", distinct=True))
    }
    found = {row.pop(name): row for row in rows}
    shown = {key: row for key, row in found.items() if row["received"] or row["finished"] or row["running"]}
    return {key: {**row, "overdue": overdue.get(key, 0)} for key, row in shown.items()}


def _measures(since: datetime | None) -> dict[str, Any]:
    received = Q(started_at__gte=since) if since else Q()
    finished = Q(ended_at__gte=since) if since else Q(ended_at__isnull=False)
    return {
        "received": Count("pk", filter=received),
        "finished": Count("pk", filter=finished),
        "running": Count("pk", filter=Q(state="active")),
        "average": Avg(_SPENT, filter=finished),
    }


def _sorted(rows: list[GroupRow]) -> list[GroupRow]:
    return sorted(rows, key=lambda row: (-row.received, row.title))
