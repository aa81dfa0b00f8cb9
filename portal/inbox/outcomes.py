"""Words, badge and picture of the outcomes of a user task; a drawn process may name further ones."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Outcome:
    """``choice``: on the button; ``done``: in the history; ``message``: said after the decision."""

    name: str
    choice: object
    done: object
    kind: str
    icon: str
    message: object


KNOWN = {
    outcome.name: outcome
    for outcome in (
        Outcome(
            "approve",
            pgettext_lazy("decision", "Approve"),
            pgettext_lazy("what happened", "Approved"),
            "success",
            "check",
            _("Case %(code)s: your approval is recorded."),
        ),
        Outcome(
            "return",
            pgettext_lazy("decision", "Return for correction"),
            pgettext_lazy("what happened", "Returned for correction"),
            "warning",
            "return",
            _("Case %(code)s: returned for correction."),
        ),
        Outcome(
            "reject",
            pgettext_lazy("decision", "Reject"),
            pgettext_lazy("what happened", "Rejected"),
            "danger",
            "cross",
            _("Case %(code)s: rejected; the applicant will read your reason."),
        ),
        Outcome(
            "resubmit",
            pgettext_lazy("decision", "Send again"),
            _("Corrected and sent again"),
            "info",
            "send",
            _("Case %(code)s: sent again."),
        ),
        Outcome(
            "withdraw",
            pgettext_lazy("decision", "Withdraw"),
            _("Withdrawn by the applicant"),
            "neutral",
            "minus",
            _("Case %(code)s: withdrawn."),
        ),
    )
}


def outcome(name: str) -> Outcome:
    """The known outcome, or one made of the name in the drawing."""
    return KNOWN.get(name) or Outcome(
        name, name or _("Done"), name, "success", "check", _("Case %(code)s: the step is done.")
    )


def outcome_done(name: str) -> str:
    """How the history says it; empty for a step without outcome."""
    return str(outcome(name).done) if name else ""


def outcome_kind(name: str) -> tuple[str, str]:
    """Badge kind and icon."""
    found = outcome(name)
    return found.kind, found.icon
