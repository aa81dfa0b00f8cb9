"""Technical faults in words: the step, the cause, and what an operator needs to know."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from engine import queries
from portal.audit.steps import process_title, step
from portal.inbox.people import unit_names

CAUSES = {
    "no-candidate": gettext_lazy("nobody may do this step. Give somebody the role, then try again."),
    "no-signer": gettext_lazy("nobody holds the post of chief manager. Appoint somebody, then try again."),
    "calculator-failed": gettext_lazy("the computation of this step failed."),
    "connector-failed": gettext_lazy("the other system did not answer, in spite of several tries."),
    "job-failed": gettext_lazy("a timer or a call to another system could not be carried out."),
    "rendering-failed": gettext_lazy("the letter could not be drawn."),
    "feel-error": gettext_lazy("a rule of the process could not be evaluated."),
    "decision-failed": gettext_lazy("a decision table could not be evaluated."),
    "no-flow-taken": gettext_lazy("no condition held, and there is no default way."),
    "attribute-empty": gettext_lazy("the process gives no value for a setting of this step."),
    "timer-invalid": gettext_lazy("the process gives no valid time for a deadline."),
    "step-limit": gettext_lazy("the process goes round without ever waiting."),
    "collection-invalid": gettext_lazy("what this step shall be repeated for is no list."),
    "cardinality-invalid": gettext_lazy("the process gives no valid number of repetitions."),
    "loop-too-large": gettext_lazy("this step would have to be repeated too many times."),
    "correlation-key-empty": gettext_lazy("the process gives no key for a message."),
    "process-missing": gettext_lazy("the process that is called here is missing."),
    "process-without-start": gettext_lazy("the process that is called here cannot be begun by a call."),
    "call-too-deep": gettext_lazy("processes call one another without end."),
    "not-found": gettext_lazy("something this step needs is missing."),
}


@dataclass(frozen=True, slots=True)
class IncidentView:
    """A fault ready for a page; ``technical``: code and parameters for the operator, never personal data."""

    pk: int
    tracking_code: str
    process: str
    step: str
    unit: str
    cause: str
    technical: str
    opened_at: datetime
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


def cause_of(code: str) -> str:
    """The cause as the end of a sentence."""
    return str(CAUSES.get(code) or _("a technical error stopped this step."))


def incident_view(incident: Any) -> IncidentView:
    instance = incident.instance
    return IncidentView(
        pk=incident.pk,
        tracking_code=instance.tracking_code or "",
        process=process_title(instance.definition),
        step=step(queries.process_of(instance), incident.node),
        unit=unit_names([instance.unit_path])[instance.unit_path],
        cause=cause_of(incident.code),
        technical=" ".join([incident.code, *(f"{name}={value}" for name, value in incident.params.items())]),
        opened_at=incident.opened_at,
        closed_at=incident.closed_at if incident.state == "closed" else instance.ended_at,
    )
