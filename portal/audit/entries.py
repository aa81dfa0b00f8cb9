"""The timeline of a case: one item per command, with who, for whom, when, how, what, and the data changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.audit.differences import DataWords, Difference
from portal.audit.event_words import NOTABLE, EventWords
from portal.audit.gateway_words import DecisionView, decision_view
from portal.inbox.outcomes import outcome_done, outcome_kind
from portal.inbox.people import name_of, people_by_id, unit_names

COMMANDS = {
    "start": (gettext_lazy("Request submitted"), "info", "send"),
    "complete": (gettext_lazy("Step finished"), "success", "check"),
    "claim": (gettext_lazy("Claimed"), "neutral", "user"),
    "release": (gettext_lazy("Released"), "neutral", "return"),
    "assign": (gettext_lazy("Assigned"), "neutral", "people"),
    "delegate": (gettext_lazy("Delegated"), "neutral", "people"),
    "suspend": (gettext_lazy("Suspended"), "warning", "minus"),
    "resume": (gettext_lazy("Resumed"), "info", "refresh"),
    "resolve": (gettext_lazy("Fault resolved by hand"), "warning", "check"),
    "fire_timer": (pgettext_lazy("in the history", "Deadline"), "warning", "clock"),
    "connector_returned": (gettext_lazy("Done by the system"), "success", "settings"),
    "connector_failed": (gettext_lazy("Failed in the system"), "danger", "warning"),
    "message_received": (gettext_lazy("Message received"), "info", "send"),
    "signal_received": (gettext_lazy("Signal received"), "info", "send"),
    "retry": (gettext_lazy("Tried again"), "info", "refresh"),
    "cancel": (gettext_lazy("Ended before its end"), "danger", "cross-circle"),
    "set_variables": (gettext_lazy("Data corrected"), "warning", "edit"),
    "migrate": (gettext_lazy("New version of the process"), "info", "refresh"),
    "undo_migration": (gettext_lazy("Back to the version before"), "warning", "return"),
    "erase": (gettext_lazy("Data erased by order"), "warning", "trash"),
    "note": (gettext_lazy("Note"), "neutral", "info"),
}
CHANNELS = {
    "web": gettext_lazy("on the portal"),
    "api": gettext_lazy("through the API"),
    "system": gettext_lazy("by the system"),
    "test": gettext_lazy("in a test"),
    "demo": gettext_lazy("as demo data"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One history entry in words; ``erased_by``: number of the order under which its data were erased."""

    seq: int
    at: datetime
    by: str
    acting_for: str
    channel: str
    kind: str
    icon: str
    title: str
    outcome: str
    sentences: list[str]
    decisions: list[DecisionView]
    differences: list[Difference]
    facts: list[Difference]
    all_events: list[str]
    is_erased: bool
    erased_by: str
    hash: str
    fault: str


def entry_views(process: Any, views: list[Any], data: DataWords, chain: Any) -> list[EntryView]:
    """The entries in their order. chain: the ChainView, for faults and erasures."""
    people = people_by_id(set(_people_in(views)))
    words = EventWords(process, people, unit_names(set(_units_in(views))))
    faults = {seq: text for seq, text in chain.faults if seq is not None}
    return [
        _entry(view, words, data, faults.get(view.seq, ""), chain.erased.get(view.seq, "")) for view in views
    ]


def _entry(view: Any, words: EventWords, data: DataWords, fault: str, order: str) -> EntryView:
    title, kind, icon = COMMANDS.get(view.command, (view.command.replace("_", " "), "neutral", "check"))
    completed = next((event for event in view.events if event["kind"] == "UserTaskCompleted"), None)
    outcome = ""
    if completed is not None:
        title = words.step(completed)
        name = str((completed.get("data") or {}).get("outcome") or "")
        outcome = outcome_done(name)
        kind, icon = outcome_kind(name) if name else (kind, icon)
    elif any(event["kind"] == "letter-voided" for event in view.events):
        title, kind, icon = gettext_lazy("Letter voided"), "danger", "cross"
    changed = data.differences(view.before, view.after)
    told = [event for event in view.events if event["kind"] in NOTABLE]
    return EntryView(
        seq=view.seq,
        at=view.at,
        by=name_of(view.actor, words.people),
        acting_for=name_of(view.acting_for, words.people) if view.acting_for else "",
        channel=str(CHANNELS.get(view.channel, view.channel)),
        kind="danger" if fault else kind,
        icon="warning" if fault else icon,
        title=str(title),
        outcome=outcome,
        sentences=[words.sentence(event) for event in told],
        decisions=[
            decision_view(words.process, event) for event in view.events if event["kind"] == "GatewayDecided"
        ],
        differences=[line for line in changed if not line.is_fact],
        facts=[line for line in changed if line.is_fact],
        all_events=[words.sentence(event) for event in view.events],
        is_erased=view.is_erased,
        erased_by=order,
        hash=view.hash,
        fault=fault,
    )


def entry_text(entry: EntryView) -> str:
    """What happened, as one text for exports."""
    parts = [entry.title, entry.outcome, *entry.sentences]
    return _("; ").join(part.rstrip(".") for part in parts if part)


def _people_in(views: Iterable[Any]) -> Iterator[str]:
    for view in views:
        yield view.actor
        yield view.acting_for
        for event in view.events:
            yield from (
                str(event.get(name) or "")
                for name in ("by", "assignee", "before", "after")
                if _is_id(event, name)
            )


def _is_id(event: Any, name: str) -> bool:
    return isinstance(event.get(name), str)


def _units_in(views: Iterable[Any]) -> Iterator[str]:
    for view in views:
        for event in view.events:
            if event["kind"] in ("UserTaskEscalated", "UserTaskRouted"):
                yield from (str(event.get(name) or "") for name in ("from", "to"))
