"""Engine errors in the reader's language: what happened and what to do. Codes come from engine.errors."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from engine.errors import Conflict, EngineError, FormInvalid, NotAuthorised, NotFound, StartRefused
from portal.formatting import moment, number
from portal.refusals import not_authorised_reason, start_refused_reason

MESSAGES = {
    "engine-error": gettext_lazy("Something went wrong. Try again; if it happens again, tell your office."),
    "definition-refused": gettext_lazy(
        "The definition has faults and cannot be published. Put the listed faults right."
    ),
    "feel-error": gettext_lazy(
        "Line %(line)s, column %(column)s of the rule cannot be understood. Correct it there."
    ),
    "decision-failed": gettext_lazy(
        "The decision table “%(decision)s” could not be evaluated. Its owner must correct it."
    ),
    "business-error": gettext_lazy("The request cannot go on: %(reason)s"),
    "technical-error": gettext_lazy(
        "A technical fault has stopped this step. Your data are kept; the office has been told."
    ),
    "rendering-failed": gettext_lazy(
        "The letter could not be made. Your data are kept; the office has been told."
    ),
    "not-found": gettext_lazy("It is not here, or it is not yours to see. Check the address or the code."),
    "not-authorised": gettext_lazy(
        "You may not do this. If it is part of your work, ask your unit for the role."
    ),
    "four-eyes": gettext_lazy(
        "You have already decided an earlier step of this case; a colleague must do this one."
    ),
    "conflict-of-interest": gettext_lazy(
        "Nobody decides on their own request or on one of their family. A colleague will do it."
    ),
    "conflict": gettext_lazy(
        "The case has changed in the meantime. Open it again and look before you go on."
    ),
    "stale-decision": gettext_lazy(
        "The case has changed since you opened it. Look at it again before you decide."
    ),
    "user-task-closed": gettext_lazy(
        "This step was already finished by %(by)s on %(at)s. Nothing of yours was recorded."
    ),
    "already-claimed": gettext_lazy(
        "%(by)s has already taken this. Choose another, or ask that colleague to release it."
    ),
    "instance-ended": gettext_lazy("The case has already ended; nothing more can be done in it."),
    "instance-suspended": gettext_lazy(
        "The case is suspended for the time being. You can go on when the office resumes it."
    ),
    "instance-not-suspended": gettext_lazy("The case is not suspended; it goes on already."),
    "job-lock-lost": gettext_lazy(
        "This job is no longer yours: its lock ran out and another worker took it, or it is not needed any more."
    ),
    "token-gone": gettext_lazy("This step is no longer waiting. Open the case again to see where it stands."),
    "too-many-tokens": gettext_lazy(
        "The process multiplies its steps without end; nothing was recorded. Tell the administrator of the process."
    ),
    "command-id-reused": gettext_lazy(
        "This page has already been sent for something else. Open it again, then send."
    ),
    "busy": gettext_lazy("Somebody is working on the case at this very moment. Try again in a few seconds."),
    "start-refused": gettext_lazy("The request cannot be made: %(reason)s"),
    "form-invalid": gettext_lazy(
        "Some answers are missing or not right. Correct the marked fields and send again."
    ),
    "unknown-outcome": gettext_lazy("Choose one of the decisions that are offered."),
    "value-unsupported": gettext_lazy("The value of “%(name)s” cannot be kept. Enter it in another form."),
    "replay-diverged": gettext_lazy(
        "Entry %(entry)s of the history does not fit the definition. Tell the operator."
    ),
    "mapping-invalid": gettext_lazy(
        "The migration is not described well: a step or a way that it names is not in that version."
    ),
    "migration-refused": gettext_lazy("The case cannot go over to that version; the plan says why."),
    "letter-already-void": gettext_lazy("The letter %(number)s is already void."),
    "void-reason-missing": gettext_lazy("Say why the letter is voided; the reason goes into the history."),
}
STATUS: tuple[tuple[type[EngineError], int], ...] = (
    (NotFound, 404),
    (NotAuthorised, 403),
    (Conflict, 409),
    (StartRefused, 422),
    (FormInvalid, 422),
)
_PARAMS: dict[str, Callable[[Mapping[str, Any]], dict[str, object]]] = {
    "start-refused": lambda params: {"reason": start_refused_reason(params)},
    "user-task-closed": lambda params: {
        "by": params.get("by") or gettext("the system"),
        "at": moment(params.get("at")),
    },
    "feel-error": lambda params: {"line": number(params.get("line")), "column": number(params.get("column"))},
}


class _Known(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"


def message_for(error: EngineError) -> str:
    """One or two sentences in the active language; an unknown code gets the general sentence."""
    reason = error.params.get("reason_code")
    if error.code == "not-authorised" and reason:
        return not_authorised_reason(reason)
    template = MESSAGES.get(error.code) or MESSAGES["engine-error"]
    changed = _PARAMS.get(error.code, lambda _params: {})(error.params)
    return str(template) % _Known({**error.params, **changed})


def status_of(error: EngineError) -> int:
    """The HTTP status of an error; technical errors and the rest are 500."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 500)
