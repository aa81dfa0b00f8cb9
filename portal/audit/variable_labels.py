"""What the variables of a case are called, and how their values read, where no form says it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from portal.backoffice.change_words import CHOICES
from portal.formatting import day, digits, moment, money, number
from portal.inbox.outcomes import outcome_done
from portal.inbox.people import unit_names

GROUPS = {
    "applicant": gettext_lazy("Applicant"),
    "offering": gettext_lazy("Service"),
    "letter": pgettext_lazy("document", "Letter"),
    "employment": gettext_lazy("Employment"),
}
LABELS = {
    "outcome": gettext_lazy("Decision"),
    "reason": gettext_lazy("Reason"),
    "note": gettext_lazy("Internal note"),
    "ceiling": gettext_lazy("Ceiling"),
    "ceilings": gettext_lazy("Ceilings"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "full_name": gettext_lazy("Name"),
    "father_name": gettext_lazy("Father's name"),
    "national_id": gettext_lazy("National id"),
    "birth_date": gettext_lazy("Birth date"),
    "mobile": gettext_lazy("Mobile"),
    "personnel_number": gettext_lazy("Personnel number"),
    "status": gettext_lazy("Status"),
    "unit_name": gettext_lazy("Place of service"),
    "unit": gettext_lazy("Unit"),
    "job_title": gettext_lazy("Job title"),
    "employment_type": gettext_lazy("Kind of employment"),
    "hired_on": gettext_lazy("Hired on"),
    "retired_on": gettext_lazy("Retired on"),
    "title": gettext_lazy("Title"),
    "approval_steps": gettext_lazy("Approval steps"),
    "paper_size": gettext_lazy("Paper size"),
    "print_stamp": gettext_lazy("Print the stamp"),
    "print_signature": gettext_lazy("Print the signature"),
    "validity_days": gettext_lazy("Valid for (days)"),
    "addressee": gettext_lazy("Addressee"),
    "copies_to": gettext_lazy("Copies to"),
    "number": gettext_lazy("Letter number"),
    "tracking_code": gettext_lazy("Tracking code"),
    "issued_on": gettext_lazy("Issued on"),
    "valid_until": gettext_lazy("Valid until"),
}
FACTS = frozenset({"applicant", "offering", "ceilings"})
HIDDEN = frozenset(
    {"id", "code", "form_key", "letter_key", "full_name_en", "unit_path", "unit_name_en", "title_en", "addressee_en",
     "first_name", "last_name"}
)  # fmt: skip
EMPLOYMENT_TYPES = {
    "permanent": gettext_lazy("Permanent"),
    "contract": gettext_lazy("Contract"),
    "hourly": gettext_lazy("Hourly"),
}


def label_of(name: str) -> str:
    """``applicant.employment.job_title`` → "Applicant, job title"; an unknown name with spaces for underscores."""
    *groups, last = name.split(".")
    group = next((str(GROUPS[part]) for part in groups if part in GROUPS), "")
    label = str(LABELS.get(last) or GROUPS.get(last) or last.replace("_", " "))
    return f"{group} · {label}" if group else label


def value_text(name: str, value: Any) -> str:
    """A FEEL value as the reader reads it; lists item by item."""
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, list):
        return pgettext("between the items of a list", ", ").join(value_text(name, item) for item in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    last = name.rpartition(".")[2]
    return _FORMATS[last](value) if last in _FORMATS else _plain(value)


def _plain(value: Any) -> str:
    if hasattr(value, "hour"):
        return moment(value)
    if hasattr(value, "year"):
        return day(value)
    if isinstance(value, dict):
        shown = (
            f"{label_of(key)}: {value_text(key, item)}" for key, item in value.items() if key not in HIDDEN
        )
        return pgettext("between the items of a list", ", ").join(shown)
    return number(value) if isinstance(value, Decimal) else digits(value)


_FORMATS: dict[str, Callable[[Any], str]] = {
    "ceiling": money,
    "ceilings": money,
    "outcome": lambda value: outcome_done(str(value)),
    "status": lambda value: str(CHOICES.get(value, value)),
    "employment_type": lambda value: str(EMPLOYMENT_TYPES.get(value, value)),
    "unit": lambda value: unit_names([str(value)])[str(value)],
}
