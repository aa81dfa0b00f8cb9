"""The rows of one page of the inbox: filtered, sorted, paged by key (never by offset)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from engine import clock, queries
from portal.inbox.filters import InboxFilters
from portal.inbox.search import containing

PAGE = 30
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
HEAVY = ("instance__token_state", "instance__variables", "instance__definition__xml")


@dataclass(frozen=True, slots=True)
class Page:
    """``previous`` and ``next`` are the cursors of the neighbouring pages, empty where there is none."""

    tasks: list[Any]
    previous: str
    next: str


def narrowed(person_id: str, filters: InboxFilters) -> QuerySet:
    """What waits for the person under every filter but the tab."""
    tasks = queries.inbox(person_id)
    if filters.service:
        tasks = tasks.filter(instance__business_key=filters.service)
    if filters.step:
        process, _, node = filters.step.partition(":")
        tasks = tasks.filter(instance__definition__key=process, node=node)
    if filters.unit:
        unit = Q(instance__unit_path=filters.unit) | Q(instance__unit_path__startswith=f"{filters.unit}/")
        tasks = tasks.filter(unit)
    return containing(tasks, filters.q)


def of_view(view: str, person_id: str) -> Q:
    """The condition of a tab."""
    conditions = {
        "mine": Q(assignee=person_id),
        "unclaimed": Q(assignee=""),
        "overdue": Q(due__lt=clock.now()),
    }
    return conditions.get(view, Q())


def page_of(
    person_id: str, filters: InboxFilters, *, after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """One page in the order asked for, beginning behind ``after`` or ending ahead of ``before``."""
    key = "created_at" if filters.sort.endswith("waiting") else "due_or_never"
    backwards = bool(before) and not after
    descending = filters.sort.startswith("-") is not backwards
    rows = narrowed(person_id, filters).filter(of_view(filters.view, person_id)).defer(*HEAVY)
    rows = rows.annotate(due_or_never=Coalesce("due", Value(NEVER), output_field=DateTimeField()))
    if cursor := _read(after or before):
        rows = rows.filter(_beyond(key, *cursor, descending=descending))
    order = F(key).desc() if descending else F(key).asc()
    found = list(rows.order_by(order, "-pk" if descending else "pk")[: size + 1])
    return _page(found, size, key, backwards=backwards, from_somewhere=bool(after or before))


def _page(found: list[Any], size: int, key: str, *, backwards: bool, from_somewhere: bool) -> Page:
    has_more, tasks = len(found) > size, found[:size]
    if backwards:
        tasks.reverse()
    has_previous = has_more if backwards else from_somewhere
    has_next = from_somewhere if backwards else has_more
    return Page(
        tasks,
        _write(tasks[0], key) if tasks and has_previous else "",
        _write(tasks[-1], key) if tasks and has_next else "",
    )


def _beyond(key: str, value: datetime, pk: int, *, descending: bool) -> Q:
    sign = "lt" if descending else "gt"
    return Q(**{f"{key}__{sign}": value}) | Q(**{key: value, f"pk__{sign}": pk})


def _write(task: Any, key: str) -> str:
    return urlsafe_b64encode(f"{getattr(task, key).isoformat()} {task.pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[datetime, int] | None:
    """A cursor that somebody has changed means the first page."""
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, _, pk = text.partition(" ")
        return datetime.fromisoformat(moment), int(pk)
    except (NotBase64, UnicodeDecodeError, ValueError):
        return None
