"""The history of a request as its applicant may read it: steps and reasons, no names, no internal notes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from portal.formatting import digits
from portal.inbox.outcomes import outcome_done, outcome_kind
from portal.inbox.people import unit_names
from portal.inbox.timeline import TimelineItem
from portal.step_names import node_name

Event = Mapping[str, Any]
Teller = Callable[[Any, Any, Event], TimelineItem | None]


def story_of(process: Any, entries: Iterable[Any]) -> list[TimelineItem]:
    """History entries in words, oldest first."""
    items = [
        _TELLERS[event["kind"]](process, entry, event)
        for entry in entries
        for event in entry.events
        if event["kind"] in _TELLERS
    ]
    return [item for item in items if item is not None]


def _started(process: Any, entry: Any, event: Event) -> TimelineItem:
    return TimelineItem(_("You submitted the request"), entry.at, kind="info", icon="send")


def _completed(process: Any, entry: Any, event: Event) -> TimelineItem:
    data = event.get("data") or {}
    outcome = str(data.get("outcome") or "")
    reason = data.get("reason")
    kind, icon = outcome_kind(outcome)
    return TimelineItem(
        node_name(process, str(event["node"])),
        entry.at,
        kind=kind,
        icon=icon,
        text=outcome_done(outcome),
        note=reason if isinstance(reason, str) else "",
    )


def _escalated(process: Any, entry: Any, event: Event) -> TimelineItem:
    names = unit_names({event["from"], event["to"]})
    text = _("Nobody in %(unit)s may decide it without a conflict of interest.")
    return TimelineItem(
        _("Passed up to %(unit)s") % {"unit": names.get(event["to"], "")},
        entry.at,
        icon="flow",
        text=text % {"unit": names.get(event["from"], "")},
    )


def _issued(process: Any, entry: Any, event: Event) -> TimelineItem | None:
    value = event.get("value")
    number = value.get("number") if isinstance(value, Mapping) else None
    if not isinstance(number, str):
        return None
    text = _("Number %(number)s") % {"number": digits(number)}
    return TimelineItem(_("The letter was issued"), entry.at, kind="success", icon="letter", text=text)


def _voided(process: Any, entry: Any, event: Event) -> TimelineItem:
    note = str(event.get("reason") or "")
    return TimelineItem(_("The letter was voided"), entry.at, kind="danger", icon="cross", note=note)


def _cancelled(process: Any, entry: Any, event: Event) -> TimelineItem:
    return TimelineItem(_("The request was cancelled"), entry.at, icon="minus")


_TELLERS: dict[str, Teller] = {
    "ProcessStarted": _started,
    "UserTaskCompleted": _completed,
    "UserTaskEscalated": _escalated,
    "CalculatorReturned": _issued,
    "letter-voided": _voided,
    "ProcessTerminated": _cancelled,
}
