"""The search of cases: what was asked, as part of the address, and the cases that fit."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from engine import clock, queries
from portal.backoffice.fields import start_of
from portal.backoffice.people_search import search_people
from portal.formatting import latin_digits, parse_day
from workflows.directory.models import Person

STATES = ("active", "overdue", "incident", "suspended", "completed", "terminated")
MOST_PEOPLE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilters:
    """Empty means no restriction. ``unit`` takes in the units below; both days are included."""

    text: str = ""
    service: str = ""
    unit: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None
    typed: dict[str, str]

    @property
    def is_empty(self) -> bool:
        return not any((self.text, self.service, self.unit, self.state, self.first, self.last))

    @property
    def wrong_days(self) -> list[str]:
        """Names of the day fields that could not be read."""
        return [name for name in ("from", "to") if self.typed[name] and parse_day(self.typed[name]) is None]


def read_filters(query: QueryDict) -> CaseFilters:
    typed = {name: query.get(name, "").strip() for name in ("q", "service", "unit", "state", "from", "to")}
    return CaseFilters(
        text=typed["q"],
        service=typed["service"],
        unit=typed["unit"],
        state=typed["state"] if typed["state"] in STATES else "",
        first=parse_day(typed["from"]),
        last=parse_day(typed["to"]),
        typed=typed,
    )


def filtered(cases: QuerySet, filters: CaseFilters) -> QuerySet:
    """The cases that every filter admits, in the same order."""
    if filters.text:
        cases = cases.filter(_matching(filters.text))
    if filters.service:
        cases = cases.filter(business_key=filters.service)
    if filters.unit:
        cases = cases.filter(Q(unit_path=filters.unit) | Q(unit_path__startswith=f"{filters.unit}/"))
    if filters.first:
        cases = cases.filter(started_at__gte=start_of(filters.first))
    if filters.last:
        cases = cases.filter(started_at__lt=start_of(filters.last + timedelta(days=1)))
    return _in_state(cases, filters.state)


def _matching(text: str) -> Q:
    """A tracking code or its beginning, in any digits and groups; else the applicant."""
    code = "".join(latin_digits(text).split()).replace("-", "")
    people = search_people(Person.objects.order_by("pk"), text).values_list("pk", flat=True)[:MOST_PEOPLE]
    found = Q(started_by__in=[str(pk) for pk in people])
    return found | Q(tracking_code__startswith=code) if code.isdecimal() else found


def _in_state(cases: QuerySet, state: str) -> QuerySet:
    if state == "overdue":
        late = queries.user_tasks_of(cases).filter(state="open", due__lt=clock.now())
        return cases.filter(pk__in=late.values("instance"))
    if state == "incident":
        faulty = queries.incidents_of(cases).filter(state="open").order_by()
        return cases.filter(state="active", pk__in=faulty.values("instance"))
    exact: dict[str, Any] = {"state": state} if state else {}
    return cases.filter(**exact)
