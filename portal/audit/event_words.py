"""Every kind of event in a sentence; never an id of the definition (BPMN elements by their names)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.accounts.role_titles import role_title
from portal.audit import bpmn_event_words
from portal.audit.incident_words import cause_of
from portal.audit.steps import step, way
from portal.formatting import digits, moment, number
from portal.inbox.outcomes import outcome_done
from portal.inbox.people import name_of

Event = Mapping[str, Any]
NOTABLE = frozenset(
    {
        "UserTaskCreated", "UserTaskAssigned", "UserTaskEscalated", "UserTaskRouted", "UserTaskCancelled",
        "TimerFired", "CalculatorReturned", "ConnectorReturned", "DecisionEvaluated", "ErrorRaised",
        "IncidentOpened", "IncidentClosed", "TriggerHappened", "MessageSent", "EscalationRaised",
        "CompensationBegun", "TransactionCancelled", "ActivityChosen", "ProcessCalled", "IncidentResolved",
        "ProcessCompleted", "ProcessTerminated", "PayloadErased", "letter-voided",
        "InstanceMigrated", "MigrationUndone", "UserTaskDelegated",
        "InstanceSuspended", "InstanceResumed",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventWords:
    """Tells the events of one case; ``people`` and ``units``: those that the events name, by id and path."""

    process: Any
    people: dict[str, Any]
    units: dict[str, str]

    def sentence(self, event: Event) -> str:
        """What happened. An event of an unknown kind (a plug-in's note) is told by its kind."""
        teller = _TELLERS.get(event["kind"])
        if teller is None:
            return _("Recorded: %(kind)s.") % {"kind": event["kind"].replace("-", " ")}
        return teller(self, event)

    def step(self, event: Event, name: str = "node") -> str:
        return step(self.process, event.get(name))

    def person(self, person_id: object) -> str:
        return name_of(str(person_id or ""), self.people)

    def unit(self, path: object) -> str:
        return self.units.get(str(path or ""), str(path or ""))


def _with_step(template: Callable[[], str], name: str = "node") -> Callable[[EventWords, Event], str]:
    return lambda words, event: template() % {"step": words.step(event, name)}


def _waits(words: EventWords, event: Event) -> str:
    role, assignee = event.get("role"), event.get("assignee")
    receiver = words.person(assignee) if assignee else role_title(role) if role else ""
    if not receiver:
        return _("The step “%(step)s” began to wait.") % {"step": words.step(event)}
    return _("The step “%(step)s” now waits for: %(receiver)s.") % {
        "step": words.step(event),
        "receiver": receiver,
    }


def _completed(words: EventWords, event: Event) -> str:
    if "by" not in event:  # erased
        return _("“%(step)s” is done.") % {"step": words.step(event)}
    done = outcome_done(str((event.get("data") or {}).get("outcome") or ""))
    named = {"step": words.step(event), "person": words.person(event.get("by")), "outcome": done}
    if done:
        return _("%(person)s finished the step “%(step)s”: %(outcome)s.") % named
    return _("%(person)s finished the step “%(step)s”.") % named


def _moved(words: EventWords, event: Event) -> str:
    if "target" not in event:  # erased
        return _("The case went on.")
    named = {"source": words.step(event, "source"), "target": words.step(event, "target")}
    return _("The case went on from “%(source)s” to “%(target)s”.") % named


def _assigned(words: EventWords, event: Event) -> str:
    named = {"step": words.step(event), "person": words.person(event.get("after"))}
    return _("The step “%(step)s” was assigned to %(person)s.") % named


def _delegated(words: EventWords, event: Event) -> str:
    named = {"step": words.step(event), "from": words.person(event.get("before"))}
    return _("The step “%(step)s” was delegated by %(from)s to %(to)s.") % {
        **named,
        "to": words.person(event.get("after")),
    }


def _suspended(words: EventWords, event: Event) -> str:
    return _("The case was suspended: %(reason)s") % {"reason": event.get("reason") or "—"}


def _resumed(words: EventWords, event: Event) -> str:
    if not event.get("reason"):
        return _("The case was resumed.")
    return _("The case was resumed: %(reason)s") % {"reason": event["reason"]}


def _escalated(words: EventWords, event: Event) -> str:
    named = {
        "step": words.step(event),
        "from": words.unit(event.get("from")),
        "to": words.unit(event.get("to")),
    }
    return _("Nobody in %(from)s may do “%(step)s”; it was passed up to %(to)s.") % named


def _routed(words: EventWords, event: Event) -> str:
    return _("The step “%(step)s” was given to %(to)s.") % {
        "step": words.step(event),
        "to": words.unit(event.get("to")),
    }


def _decided(words: EventWords, event: Event) -> str:
    if "flow" not in event:  # erased
        return _("A decision was taken at “%(step)s”.") % {"step": words.step(event)}
    named = {"step": words.step(event), "way": way(words.process, str(event.get("flow") or ""))}
    return _("At “%(step)s” the way to %(way)s was taken.") % named


def _timer_set(words: EventWords, event: Event) -> str:
    named = {"timer": words.step(event, "timer"), "due": moment(event.get("due_at"))}
    return _("The deadline “%(timer)s” was set for %(due)s.") % named


def _timer_fired(words: EventWords, event: Event) -> str:
    told = _("The deadline “%(timer)s” came.") % {"timer": words.step(event, "timer")}
    missed = int(event.get("missed") or 0)
    if not missed:
        return told
    more = ngettext(
        "%(count)s earlier one had passed unnoticed.", "%(count)s earlier ones had passed unnoticed.", missed
    )
    return f"{told} {more % {'count': digits(missed)}}"


def _returned(words: EventWords, event: Event) -> str:
    value = event.get("value")
    letter = value.get("number") if isinstance(value, Mapping) else None
    named = {"step": words.step(event), "number": digits(letter)}
    if isinstance(letter, str) and letter:
        return _("“%(step)s” is done: letter number %(number)s.") % named
    return _("“%(step)s” is done.") % named


def _ruled(words: EventWords, event: Event) -> str:
    rows = sorted({row for rows in (event.get("matched") or {}).values() for row in rows})
    named = {
        "step": words.step(event),
        "rows": pgettext("between the items of a list", ", ").join(map(number, rows)),
    }
    if not rows:
        return _("The rules of “%(step)s” were asked; no row applied.") % named
    return _("The rules of “%(step)s” were asked; row %(rows)s applied.") % named


def _changed(words: EventWords, event: Event) -> str:
    if "after" not in event:  # erased
        return _("Values changed.")
    count = len(event.get("after") or {})
    return ngettext("%(count)s value changed.", "%(count)s values changed.", count) % {"count": digits(count)}


def _error(words: EventWords, event: Event) -> str:
    named = {"step": words.step(event), "reason": event.get("reason") or event.get("error_code") or "—"}
    return _("“%(step)s” ended with a refusal: %(reason)s") % named


def _incident(words: EventWords, event: Event) -> str:
    return _("Technical fault at “%(step)s”: %(cause)s") % {
        "step": words.step(event),
        "cause": cause_of(str(event.get("code") or "")),
    }


def _terminated(words: EventWords, event: Event) -> str:
    reason = str(event.get("reason") or "")
    if reason in ("", "terminate-end-event", "error"):
        return _("The case ended before its end.")
    return _("The case was ended before its end: %(reason)s") % {"reason": reason}


def _erased(words: EventWords, event: Event) -> str:
    entries = pgettext("between the items of a list", ", ").join(map(number, event.get("entries") or []))
    return _("The data of entry %(entries)s were erased by order %(order)s; the chain still proves them.") % {
        "entries": entries,
        "order": digits(event.get("order")),
    }


def _voided(words: EventWords, event: Event) -> str:
    named = {"number": digits(event.get("number")), "reason": event.get("reason") or "—"}
    return _("Letter %(number)s was voided: %(reason)s") % named


_TELLERS: dict[str, Callable[[EventWords, Event], str]] = {
    "ProcessStarted": lambda words, event: _("The process began."),
    "NodeEntered": _with_step(lambda: _("“%(step)s” began.")),
    "NodeLeft": _with_step(lambda: _("“%(step)s” ended.")),
    "TokenMoved": _moved,
    "UserTaskCreated": _waits,
    "UserTaskCompleted": _completed,
    "UserTaskCancelled": _with_step(lambda: _("The step “%(step)s” was withdrawn.")),
    "UserTaskClaimed": _with_step(lambda: _("The step “%(step)s” was claimed.")),
    "UserTaskReleased": _with_step(lambda: _("The step “%(step)s” was released.")),
    "UserTaskAssigned": _assigned,
    "UserTaskDelegated": _delegated,
    "InstanceSuspended": _suspended,
    "InstanceResumed": _resumed,
    "UserTaskEscalated": _escalated,
    "UserTaskRouted": _routed,
    "GatewayDecided": _decided,
    "TimerScheduled": _timer_set,
    "TimerFired": _timer_fired,
    "CalculatorCalled": _with_step(lambda: _("The system began “%(step)s”.")),
    "CalculatorReturned": _returned,
    "ConnectorScheduled": _with_step(lambda: _("“%(step)s” was put in the queue of the system.")),
    "ConnectorReturned": _returned,
    "ScriptEvaluated": _with_step(lambda: _("“%(step)s” was computed.")),
    "DecisionEvaluated": _ruled,
    "VariablesChanged": _changed,
    "ErrorRaised": _error,
    "IncidentOpened": _incident,
    "IncidentClosed": _with_step(lambda: _("The technical fault at “%(step)s” is mended.")),
    "ProcessCompleted": lambda words, event: _("The case came to its end."),
    "ProcessTerminated": _terminated,
    "PayloadErased": _erased,
    "InstanceMigrated": lambda words, event: _("The case went over to another version of its process."),
    "MigrationUndone": lambda words, event: _("The case went back to the version of its process before."),
    "letter-voided": _voided,
    **bpmn_event_words.TELLERS,
}
