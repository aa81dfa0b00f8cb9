"""A person's own record as plain values: for form look-ups, process variables and letters."""

from datetime import date
from typing import Any

from engine.plugins import LookupContext, lookup
from workflows.directory.models import Employment, FamilyMember, Person
from workflows.directory.persian_text import latin_digits


def identity_record(person: Person) -> dict[str, Any]:
    """Who the person is; dates are dates (SARA-FORM-07)."""
    return {
        "id": str(person.pk),
        "first_name": person.first_name_fa,
        "last_name": person.last_name_fa,
        "full_name": person.full_name("fa"),
        "full_name_en": person.full_name("en"),
        "father_name": person.father_name,
        "national_id": person.national_id,
        "birth_date": person.birth_date,
        "mobile": person.mobile,
    }


def employment_record(person: Person) -> dict[str, Any]:
    """The person's employment; empty for somebody who is no employee (SARA-FORM-08)."""
    employment = Employment.objects.select_related("unit").filter(person=person).first()
    if employment is None:
        return {}
    return {
        "personnel_number": employment.personnel_number,
        "status": employment.status,
        "unit_path": employment.unit.path,
        "unit_name": employment.unit.name_fa,
        "unit_name_en": employment.unit.name_en,
        "job_title": employment.job_title,
        "employment_type": employment.employment_type,
        "hired_on": employment.hired_on,
        "retired_on": employment.retired_on,
    }


def family_records(person: Person) -> list[dict[str, Any]]:
    """The person's family members, for forms that ask for companions."""
    return [_family_record(member) for member in person.family_members.all()]


@lookup("employees")
def own_employee_record(key: str, context: LookupContext) -> dict[str, Any] | None:
    """The asker's own record as stored form values, flat.

    ``key`` is the own personnel number, or empty; every other number gives None, so that nobody
    can list names by trying numbers.
    """
    person = _asker(context)
    if person is None:
        return None
    employment = employment_record(person)
    number = employment.get("personnel_number", "")
    if key and latin_digits(key).strip() != number:
        return None
    record = {**identity_record(person), **employment, "family": family_records(person)}
    return {"code": number, **_neutral(record)}


def _asker(context: LookupContext) -> Person | None:
    if not context.person_id or not context.person_id.isdecimal():
        return None
    return Person.objects.filter(pk=int(context.person_id), is_active=True).first()


def _family_record(member: FamilyMember) -> dict[str, Any]:
    return {
        "relation": member.relation,
        "first_name": member.first_name,
        "last_name": member.last_name,
        "full_name": str(member),
        "national_id": member.national_id,
        "birth_date": member.birth_date,
    }


def _neutral(value: Any) -> Any:
    """Dates as ISO text, everything else as it is."""
    if isinstance(value, dict):
        return {key: _neutral(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_neutral(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
