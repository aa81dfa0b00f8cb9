"""Messages, signals, sub-processes and undoing in a sentence: the rarer events of a process."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.audit.steps import step
from portal.formatting import digits

Event = Mapping[str, Any]
_HAPPENED: dict[str, Callable[[], str]] = {
    "message": lambda: _("“%(step)s”: the message it waited for has come."),
    "signal": lambda: _("“%(step)s”: the signal it waited for has come."),
    "condition": lambda: _("“%(step)s”: the condition it waited for holds now."),
}


def _named(text: Callable[[], str]) -> Callable[[Any, Event], str]:
    """The step, and the name of what is sent or called."""
    return lambda words, event: (
        text()
        % {
            "step": step(words.process, event.get("node")),
            "name": event.get("name") or event.get("process") or event.get("escalation_code") or "—",
        }
    )


def _happened(words: Any, event: Event) -> str:
    place = str(event.get("trigger") or "").partition("#")[0]
    text = _HAPPENED.get(str(event.get("trigger_kind")), lambda: _("“%(step)s” has happened."))
    return text() % {"step": step(words.process, place)}


def _undone(words: Any, event: Event) -> str:
    steps = pgettext("between the items of a list", ", ").join(
        f"“{step(words.process, activity)}”" for activity in event.get("activities") or []
    )
    return _("What had been done is undone: %(steps)s.") % {"steps": steps or "—"}


def _changed(words: Any, event: Event) -> str:
    count = len(event.get("after") or {})
    if not count:
        return _("Values of a part of the case changed.")
    text = ngettext(
        "%(count)s value of a part of the case changed.",
        "%(count)s values of a part of the case changed.",
        count,
    )
    return text % {"count": digits(count)}


TELLERS: dict[str, Callable[[Any, Event], str]] = {
    "TriggerHappened": _happened,
    "MessageSent": _named(lambda: _("“%(step)s” sent the message “%(name)s”.")),
    "SignalThrown": _named(lambda: _("“%(step)s” gave the signal “%(name)s”.")),
    "EscalationRaised": _named(lambda: _("“%(step)s” passed the matter up (%(name)s).")),
    "CompensationBegun": _undone,
    "TransactionCancelled": _named(lambda: _("“%(step)s” was cancelled as a whole.")),
    "ActivityChosen": _named(lambda: _("“%(step)s” was chosen as what is done next.")),
    "ProcessCalled": _named(lambda: _("“%(step)s” began the process “%(name)s”.")),
    "IncidentResolved": _named(lambda: _("An operator settled “%(step)s” by hand; the case went on.")),
    "LocalVariablesChanged": _changed,
}
