"""Names of the steps of shipped processes in the reader's language; a drawn process names its own."""

from collections.abc import Mapping
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from portal.formatting.reader import language

NAMES = {
    ("letter_issuance", "start"): _("Request submitted"),
    ("letter_issuance", "expert_review"): _("Review by the district expert"),
    ("letter_issuance", "chief_review"): _("Approval by the chief manager"),
    ("letter_issuance", "correct_request"): _("Correction by the applicant"),
    ("letter_issuance", "issue_letter"): _("Letter numbered and registered"),
    ("letter_issuance", "render_pdf"): _("Printable version made"),
    ("letter_issuance", "notify_issued"): _("Applicant told of the letter"),
    ("letter_issuance", "notify_returned"): _("Applicant told of the return"),
    ("letter_issuance", "notify_rejected"): _("Applicant told of the rejection"),
    ("letter_issuance", "release_rejected"): _("Place on the service freed"),
    ("letter_issuance", "release_withdrawn"): _("Place on the service freed"),
    ("letter_issuance", "expert_reminder"): _("Reminder to the expert"),
    ("letter_issuance", "expert_overdue"): _("Deadline of the expert passed"),
    ("letter_issuance", "chief_reminder"): _("Reminder to the chief manager"),
    ("letter_issuance", "chief_overdue"): _("Deadline of the chief manager passed"),
    ("letter_issuance", "issued"): _("Letter issued"),
    ("letter_issuance", "rejected"): _("Request rejected"),
    ("letter_issuance", "withdrawn"): _("Request withdrawn"),
}


class _Named(Protocol):
    name: str


class _Process(Protocol):
    key: str
    nodes: Mapping[str, _Named]


def node_name(process: _Process, node_id: str) -> str:
    """A Persian reader sees the name in the drawing, others the translated one where there is one."""
    node = process.nodes.get(node_id)
    drawn = node.name if node else ""
    if language() == "fa" and drawn:
        return drawn
    return str(NAMES.get((process.key, node_id)) or drawn or node_id)
