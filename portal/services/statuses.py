"""Where a request stands, in a citizen's words: no instance, token, claim or incident."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from engine import queries
from portal.formatting.reader import language
from portal.step_names import node_name
from workflows.catalogue.models import Offering
from workflows.letters.models import Letter


@dataclass(frozen=True, slots=True)
class RequestStatus:
    """One request in a list or as a page's head. ``letter``: only when issued (SARA-LETTER-11)."""

    instance: Any
    title: str
    kind: str
    icon: str
    text: str
    task_id: int | None
    due: datetime | None
    letter: Letter | None


def status_of(instance: Any) -> RequestStatus:
    """The status of one request."""
    letter = Letter.objects.filter(instance_id=instance.pk).defer("body_html", "letterhead_html").first()
    task = instance.user_tasks.filter(state="open").order_by("id").first()
    kind, icon, text = _words(instance, letter, task)
    own = task is not None and task.assignee == instance.started_by and not task.role
    return RequestStatus(
        instance=instance,
        title=_title(instance),
        kind=kind,
        icon=icon,
        text=text,
        task_id=task.pk if own else None,
        due=task.due if own else None,
        letter=letter,
    )


def _words(instance: Any, letter: Letter | None, task: Any) -> tuple[str, str, str]:
    if letter is not None:
        return _letter_words(letter)
    if instance.state == "completed":
        return _ended(instance)
    if instance.state == "terminated":
        return "neutral", "minus", _("Cancelled")
    if instance.state == "suspended":
        return "warning", "minus", _("Suspended by the office")
    if task is None:
        return "info", "hourglass", _("Being processed")
    if task.assignee == instance.started_by and not task.role:
        return "warning", "return", _("Returned to you for correction")
    step = node_name(queries.process_of(instance), task.node)
    return "info", "hourglass", _("Waiting: %(step)s") % {"step": step}


def _letter_words(letter: Letter) -> tuple[str, str, str]:
    if letter.state == Letter.State.VOID:
        return "danger", "cross", _("The letter was voided")
    return "success", "check", _("The letter is issued")


def _ended(instance: Any) -> tuple[str, str, str]:
    outcome = instance.values.get("outcome")
    if outcome == "withdraw":
        return "neutral", "minus", _("Withdrawn")
    if outcome == "reject":
        return "danger", "cross", _("Rejected")
    return "success", "check", _("Done")


def _title(instance: Any) -> str:
    offering = Offering.objects.filter(code=instance.business_key).first()
    return offering.title(language()) if offering else instance.definition.name
