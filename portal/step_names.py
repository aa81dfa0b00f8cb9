"""Names of the steps of shipped processes in the reader's language; a drawn process names its own."""

import json
from collections.abc import Mapping
from typing import Protocol

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    ("letter_issuance", "expert_decision"): _("Decision of the expert"),
    ("letter_issuance", "chief_decision"): _("Decision of the chief manager"),
    ("letter_issuance", "approval_steps"): _("One or two approval steps?"),
    ("letter_issuance", "correction_decision"): _("Decision of the applicant"),
    ("letter_issuance", "remind_expert"): _("Expert reminded"),
    ("letter_issuance", "remind_chief"): _("Chief manager reminded"),
    ("letter_issuance", "escalate_expert"): _("Chief manager told of the delay"),
    ("letter_issuance", "escalate_chief"): _("Letters manager told of the delay"),
}
# Beside a symbol or an arrow there is little room, and the step it belongs to is in sight.
DRAWN = {
    ("letter_issuance", "expert_reminder"): pgettext_lazy("diagram", "Reminder"),
    ("letter_issuance", "expert_overdue"): pgettext_lazy("diagram", "Delay"),
    ("letter_issuance", "chief_reminder"): pgettext_lazy("diagram", "Reminder"),
    ("letter_issuance", "chief_overdue"): pgettext_lazy("diagram", "Delay"),
    ("letter_issuance", "expert_approves"): pgettext_lazy("diagram", "approved"),
    ("letter_issuance", "expert_returns"): pgettext_lazy("diagram", "returned for correction"),
    ("letter_issuance", "expert_rejects"): pgettext_lazy("diagram", "rejected"),
    ("letter_issuance", "two_steps"): pgettext_lazy("diagram", "two"),
    ("letter_issuance", "one_step"): pgettext_lazy("diagram", "one"),
    ("letter_issuance", "chief_approves"): pgettext_lazy("diagram", "approved"),
    ("letter_issuance", "chief_returns"): pgettext_lazy("diagram", "back to the expert"),
    ("letter_issuance", "chief_rejects"): pgettext_lazy("diagram", "rejected"),
    ("letter_issuance", "resubmits"): pgettext_lazy("diagram", "sent again"),
    ("letter_issuance", "withdraws"): pgettext_lazy("diagram", "withdrawn"),
}


class _Named(Protocol):
    name: str


class _Process(Protocol):
    key: str
    nodes: Mapping[str, _Named]
    flows: Mapping[str, _Named]

    def find(self, place: str) -> _Named | None: ...


def node_name(process: _Process, node_id: str) -> str:
    """A Persian reader sees the name in the drawing, others the translated one where there is one."""
    node = process.find(node_id)
    drawn = node.name if node else ""
    if language() == "fa" and drawn:
        return drawn
    return str(NAMES.get((process.key, node_id)) or drawn or node_id)


def diagram_names(process: _Process) -> str:
    """JSON ``{id: name}`` of what the diagram shall call differently than the drawing does."""
    if language() == "fa":
        return "{}"
    known = {**NAMES, **DRAWN}
    drawn = (*process.nodes, *process.flows)
    return json.dumps({item: str(known[process.key, item]) for item in drawn if (process.key, item) in known})
