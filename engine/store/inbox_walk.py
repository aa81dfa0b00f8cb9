"""An inbox in its order, page by page, at any size: short walks along the index of its entries, merged.

Each unit in which a role is held is one walk, what is meant for the person alone another; a walk stops
after one page. No item belongs to two walks, and a page begins behind the last item of the one before.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import connection
from django.db.models import BooleanField, DateTimeField, F, Func, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, LessThan

from engine.models import NEVER, InboxEntry, UserTask
from engine.store.dialect import instant
from engine.store.inbox import Wanted, inbox, passed_up, personal, reach_of, within

Place = tuple[datetime, int]  # where an item stands in the order: the instant it is sorted by, user task id


@dataclass(frozen=True, slots=True)
class Order:
    """By deadline (without one: last) or by age."""

    by: Literal["due", "created_at"] = "due"
    descending: bool = False

    def turned(self) -> "Order":
        """The other way round."""
        return Order(self.by, not self.descending)

    def key(self, model: type[Any]) -> Any:
        """The instant that is sorted by, as an expression."""
        if self.by == "due" and model is UserTask:
            return Coalesce("due", Value(NEVER), output_field=DateTimeField())
        return F(self.by)

    def direction(self) -> str:
        return "DESC" if self.descending else "ASC"


def walk(person_id: str, wanted: Wanted, order: Order, *, beyond: Place | None, limit: int) -> list[Place]:
    """The places of the first items in that order, or of those behind the place ``beyond``."""
    sql, parameters = _merged(person_id, wanted, order, beyond, limit)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [(instant(key), pk) for key, pk in cursor.fetchall()]


def count(person_id: str, several: Sequence[Wanted], *, most: int) -> list[int]:
    """How many are wanted, for each of several; counted no further than ``most``."""
    merged = [_merged(person_id, wanted, Order(), None, most) for wanted in several]
    columns = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS counted)" for sql, _ in merged)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _, parameters in merged for value in parameters])
        return list(cursor.fetchone())


def _merged(
    person_id: str, wanted: Wanted, order: Order, beyond: Place | None, limit: int
) -> tuple[str, list[Any]]:
    """One statement. The ORM cannot do it: SQLite wants each limited part in a query of its own."""
    parts = [_cut(part, order, beyond, limit).query.sql_with_params() for part in _parts(person_id, wanted)]
    union = " UNION ALL ".join(f"SELECT * FROM ({sql}) AS part" for sql, _ in parts)
    direction = order.direction()
    parameters = [value for _, values in parts for value in values]
    return f"{union} ORDER BY 1 {direction}, 2 {direction} LIMIT {limit}", parameters


def _parts(person_id: str, wanted: Wanted) -> Iterator[QuerySet[Any]]:
    """The walks, disjoint; one at least."""
    if wanted.is_few:
        yield inbox(person_id).filter(wanted.of_tasks())
        return
    yield personal(person_id).filter(wanted.of_tasks())
    holdings = reach_of(person_id)
    if wanted.unit:
        holdings = within(holdings, wanted.unit)
        yield passed_up(person_id, wanted.unit).filter(wanted.of_tasks())
    own = UserTask.objects.filter(state=UserTask.State.OPEN, instance__started_by=person_id)
    for role, unit in holdings:
        entries = InboxEntry.objects.filter(wanted.of_entries(), role=role, unit_path=unit)
        yield entries.exclude(user_task__in=own)


def _cut(part: QuerySet[Any], order: Order, beyond: Place | None, limit: int) -> QuerySet[Any]:
    """The first items of one walk as (instant, user task id)."""
    task = F("pk" if part.model is UserTask else "user_task_id")
    cut = part.annotate(place_key=order.key(part.model), place_id=task)
    if beyond is not None:
        cut = cut.filter(_behind(beyond, order))
    keys = ("-place_key", "-place_id") if order.descending else ("place_key", "place_id")
    first: QuerySet[Any] = cut.values_list("place_key", "place_id").order_by(*keys)[:limit]
    return first


def _behind(beyond: Place, order: Order) -> Any:
    """``(instant, id) > (…, …)``: one comparison of rows, so that the walk begins there in the index.

    Django writes its own tuple lookups out for SQLite, which then starts at the first of equal instants.
    """
    here = _pair(F("place_key"), F("place_id"))
    there = _pair(Value(beyond[0], output_field=DateTimeField()), Value(beyond[1]))
    return LessThan(here, there) if order.descending else GreaterThan(here, there)


def _pair(*both: Any) -> Func:
    return Func(*both, function="", output_field=BooleanField())
