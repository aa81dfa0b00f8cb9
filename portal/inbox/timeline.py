"""The steps of a case so far, for staff: who did what, when, with which words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from portal.formatting import digits
from portal.inbox.outcomes import outcome_done, outcome_kind
from portal.inbox.people import name_of, people_by_id, unit_names
from portal.step_names import node_name

Event = Mapping[str, Any]


@dataclass(slots=True)
class TimelineItem:
    """What the component ``timeline`` draws."""

    title: str
    at: datetime
    by: str = ""
    kind: str = "neutral"
    icon: str = "check"
    text: str = ""
    note: str = ""
    current: bool = False


@dataclass(slots=True)
class _Teller:
    process: Any
    people: dict[str, Any]
    units: dict[str, str]
    at: datetime = field(init=False)
    by: str = field(init=False)

    def tell(self, entry: Any) -> Iterable[TimelineItem]:
        self.at, self.by = entry.at, name_of(entry.actor, self.people)
        for event in entry.events:
            if teller := _TELLERS.get(event["kind"]):
                item = teller(self, event)
                if item is not None:
                    yield item

    def item(self, title: str, **more: Any) -> TimelineItem:
        return TimelineItem(title, self.at, **{"by": self.by, **more})

    def node(self, event: Event) -> str:
        return node_name(self.process, str(event.get("node") or ""))


def timeline_of(process: Any, entries: Iterable[Any], *, after: int = 0) -> list[TimelineItem]:
    """The history entries behind number ``after`` in words, oldest first."""
    entries = [entry for entry in entries if entry.seq > after]
    people = people_by_id(_people_in(entries))
    paths = {
        event[key] for entry in entries for event in entry.events for key in ("from", "to") if event.get(key)
    }
    teller = _Teller(process, people, unit_names(paths))
    return [item for entry in entries for item in teller.tell(entry)]


def _people_in(entries: list[Any]) -> Iterable[str]:
    for entry in entries:
        yield entry.actor
        for event in entry.events:
            if event["kind"] in ("UserTaskAssigned", "UserTaskDelegated"):
                yield event.get("after") or ""


def _started(teller: _Teller, event: Event) -> TimelineItem:
    return teller.item(_("Request submitted"), kind="info", icon="send")


def _completed(teller: _Teller, event: Event) -> TimelineItem:
    data = event.get("data") or {}
    outcome = str(data.get("outcome") or "")
    notes = [str(data[name]) for name in ("reason", "note") if isinstance(data.get(name), str)]
    kind, icon = outcome_kind(outcome)
    return teller.item(
        teller.node(event),
        kind=kind,
        icon=icon,
        text=outcome_done(outcome),
        note="\n".join(filter(None, notes)),
    )


def _claimed(teller: _Teller, event: Event) -> TimelineItem:
    return teller.item(_("Claimed"), icon="user", text=teller.node(event))


def _released(teller: _Teller, event: Event) -> TimelineItem:
    return teller.item(_("Released"), icon="return", text=teller.node(event))


def _assigned(teller: _Teller, event: Event) -> TimelineItem:
    name = name_of(str(event.get("after") or ""), teller.people)
    return teller.item(_("Assigned to %(name)s") % {"name": name}, icon="people", text=teller.node(event))


def _delegated(teller: _Teller, event: Event) -> TimelineItem:
    name = name_of(str(event.get("after") or ""), teller.people)
    return teller.item(_("Delegated to %(name)s") % {"name": name}, icon="people", text=teller.node(event))


def _suspended(teller: _Teller, event: Event) -> TimelineItem:
    return teller.item(_("Suspended"), icon="minus", kind="warning", note=str(event.get("reason") or ""))


def _resumed(teller: _Teller, event: Event) -> TimelineItem:
    return teller.item(_("Resumed"), icon="refresh", note=str(event.get("reason") or ""))


def _escalated(teller: _Teller, event: Event) -> TimelineItem:
    units = {"from": teller.units.get(event["from"], ""), "to": teller.units.get(event["to"], "")}
    return teller.item(
        _("Passed up to %(to)s") % units,
        by="",
        kind="warning",
        icon="flow",
        text=_(
            "Nobody in %(from)s may decide this step: there is no colleague without a conflict of interest."
        )
        % units,
    )


def _returned_value(teller: _Teller, event: Event) -> TimelineItem | None:
    value = event.get("value")
    number = value.get("number") if isinstance(value, Mapping) else None
    if not isinstance(number, str):
        return None
    text = _("Number %(number)s") % {"number": digits(number)}
    return teller.item(teller.node(event), kind="success", icon="letter", text=text)


def _incident(teller: _Teller, event: Event) -> TimelineItem:
    text = _("The operator has been told; nothing of the case is lost.")
    if event.get("code") == "no-candidate":
        text = _("There is nobody who may do this step. An administrator must give somebody the role.")
    return teller.item(
        _("Technical fault"), kind="danger", icon="warning", text=f"{teller.node(event)} — {text}", by=""
    )


def _mended(teller: _Teller, event: Event) -> TimelineItem:
    return teller.item(_("Technical fault mended"), kind="success", icon="refresh", text=teller.node(event))


def _timer(teller: _Teller, event: Event) -> TimelineItem:
    return teller.item(
        node_name(teller.process, str(event.get("timer") or "")), kind="warning", icon="clock", by=""
    )


def _voided(teller: _Teller, event: Event) -> TimelineItem:
    return teller.item(_("Letter voided"), kind="danger", icon="cross", note=str(event.get("reason") or ""))


def _completed_process(teller: _Teller, event: Event) -> TimelineItem:
    return teller.item(_("Case closed"), kind="success", icon="check-circle", by="")


def _terminated(teller: _Teller, event: Event) -> TimelineItem:
    return teller.item(_("Case ended before its end"), kind="danger", icon="cross-circle")


_TELLERS: dict[str, Callable[[_Teller, Event], TimelineItem | None]] = {
    "ProcessStarted": _started,
    "UserTaskCompleted": _completed,
    "UserTaskClaimed": _claimed,
    "UserTaskReleased": _released,
    "UserTaskAssigned": _assigned,
    "UserTaskDelegated": _delegated,
    "InstanceSuspended": _suspended,
    "InstanceResumed": _resumed,
    "UserTaskEscalated": _escalated,
    "CalculatorReturned": _returned_value,
    "IncidentOpened": _incident,
    "IncidentClosed": _mended,
    "TimerFired": _timer,
    "letter-voided": _voided,
    "ProcessCompleted": _completed_process,
    "ProcessTerminated": _terminated,
}
