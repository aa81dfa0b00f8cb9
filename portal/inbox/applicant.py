"""Facts of the applicant and of the offering, as rows of the component ``facts``."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.formatting import day, digits, money, number
from portal.formatting.reader import language
from portal.templatetags.kartabl import ltr
from workflows.directory.models import Employment, Person, Unit

Facts = list[tuple[str, object]]


def applicant_facts(person: Person | None) -> Facts:
    """Who asks."""
    if person is None:
        return []
    return [
        (_("Name"), person.full_name(language())),
        (_("Father's name"), person.father_name),
        (_("National id"), ltr(digits(person.national_id))),
        (_("Birth date"), day(person.birth_date)),
        (_("Mobile"), ltr(digits(person.mobile)) if person.mobile else ""),
    ]


def employment_facts(person: Person | None) -> Facts:
    """What the person is employed as; empty for somebody who is no employee."""
    record = Employment.objects.select_related("unit").filter(person=person).first() if person else None
    if record is None:
        return []
    status = (
        _("Retired since %(day)s") % {"day": day(record.retired_on)} if record.retired_on else _("Employed")
    )
    return [
        (_("Personnel number"), ltr(digits(record.personnel_number))),
        (_("Status"), status),
        (_("Place of service"), record.unit.name(language())),
        (_("Job title"), record.job_title),
        (_("Hired on"), day(record.hired_on)),
    ]


def offering_facts(offering: Mapping[str, Any] | None) -> Facts:
    """The service as it was when the request was made."""
    if not offering:
        return []
    addressee = "addressee" if language() == "fa" else "addressee_en"
    days = int(offering.get("validity_days") or 0)
    two_steps = offering.get("approval_steps") == 2
    return [
        (_("Service"), service_title(offering)),
        (_("Addressee"), offering.get(addressee) or offering.get("addressee")),
        (_("Approval"), _("two steps: expert and chief manager") if two_steps else _("one step: expert")),
        (_("Letter valid for"), ngettext("%(days)s day", "%(days)s days", days) % {"days": number(days)}),
        (_("Stamp and signature"), _printed(offering)),
        (pgettext("of the paper", "Size"), offering.get("paper_size")),
    ]


def reserve_facts(unit_path: str) -> Facts:
    """The minimum that whoever decides has to keep in mind (SARA-PORTAL-05); empty where there is none."""
    minimum = Unit.objects.filter(path=unit_path).values_list("fund_reserve_minimum", flat=True).first()
    return [(_("Minimum fund reserve of the district"), money(minimum))] if minimum else []


def service_title(offering: Mapping[str, Any] | None) -> str:
    """The title under which the request was made."""
    found = offering or {}
    english = found.get("title_en") if language() != "fa" else ""
    return str(english or found.get("title") or "")


def _printed(offering: Mapping[str, Any]) -> str:
    texts = {
        (True, True): _("stamp and signature are printed"),
        (True, False): _("only the stamp is printed"),
        (False, True): _("only the signature is printed"),
        (False, False): _("neither is printed: stamped and signed by hand"),
    }
    return texts[bool(offering.get("print_stamp")), bool(offering.get("print_signature"))]
