"""The rows of one page of the inbox: filtered, sorted, paged by key (never by offset)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine import clock, queries
from engine.queries import Order, Place, Wanted
from portal.inbox.filters import InboxFilters
from portal.inbox.search import containing

PAGE = 30
HEAVY = ("instance__token_state", "instance__variables", "instance__definition__xml")


@dataclass(frozen=True, slots=True)
class Page:
    """``previous`` and ``next`` are the cursors of the neighbouring pages, empty where there is none."""

    tasks: list[Any]
    previous: str
    next: str


def wanted(filters: InboxFilters) -> Wanted:
    """What is asked of the engine under every filter but the tab."""
    process, _, node = filters.step.partition(":")
    return Wanted(
        service=filters.service,
        process=process,
        node=node,
        unit=filters.unit,
        cases=containing(filters.q),
    )


def on_tab(found: Wanted, view: str, person_id: str) -> Wanted:
    """The part of it that a tab shows."""
    conditions: dict[str, dict[str, Any]] = {
        "mine": {"assignee": person_id},
        "unclaimed": {"assignee": ""},
        "overdue": {"due_before": clock.now()},
    }
    return replace(found, **conditions.get(view, {}))


def page_of(
    person_id: str, filters: InboxFilters, *, after: str = "", before: str = "", size: int = PAGE
) -> Page:
    """One page in the order asked for, beginning behind ``after`` or ending ahead of ``before``."""
    backwards = bool(before) and not after
    order = Order("created_at" if filters.sort.endswith("waiting") else "due", filters.sort.startswith("-"))
    places = queries.inbox_page(
        person_id,
        on_tab(wanted(filters), filters.view, person_id),
        order.turned() if backwards else order,
        beyond=_read(after or before),
        limit=size + 1,
    )
    return _page(person_id, places, size, backwards=backwards, from_somewhere=bool(after or before))


def _page(person_id: str, places: list[Place], size: int, *, backwards: bool, from_somewhere: bool) -> Page:
    has_more, places = len(places) > size, places[:size]
    if backwards:
        places.reverse()
    has_previous = has_more if backwards else from_somewhere
    has_next = from_somewhere if backwards else has_more
    return Page(
        _tasks(person_id, places),
        cursor_of(places[0]) if places and has_previous else "",
        cursor_of(places[-1]) if places and has_next else "",
    )


def _tasks(person_id: str, places: list[Place]) -> list[Any]:
    """In the order of their places, without what somebody has finished in between."""
    found = queries.inbox(person_id).defer(*HEAVY).in_bulk([pk for _, pk in places])
    return [found[pk] for _, pk in places if pk in found]


def cursor_of(place: Place) -> str:
    """The place as part of an address."""
    moment, pk = place
    return urlsafe_b64encode(f"{moment.isoformat()} {pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> Place | None:
    """A cursor that somebody has changed means the first page."""
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        moment, _, pk = text.partition(" ")
        instant, number = datetime.fromisoformat(moment), int(pk)
    except (NotBase64, UnicodeDecodeError, ValueError):
        return None
    is_ours = instant.tzinfo is not None and 1900 <= instant.year <= 9000 and 0 < number < 2**63
    return (instant, number) if is_ours else None
