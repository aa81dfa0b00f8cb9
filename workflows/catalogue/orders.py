"""The start of a request and its order are one: guard and hook run in the start's transaction.

The guard locks the offering's row (PostgreSQL; SQLite has one writer), so that the last place goes
to exactly one request.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from engine import clock
from engine.actor import Actor
from engine.errors import StartRefused
from engine.plugins import on_ended, on_started, start_guard
from workflows.catalogue.limits import Reason, request_unit, why_not
from workflows.catalogue.models import Offering, Order
from workflows.directory.models import Person
from workflows.directory.records import employment_record, identity_record


@start_guard
def admit_request(
    process_key: str, variables: dict[str, Any], *, by: Actor | None, unit: str, business_key: str
) -> dict[str, Any] | None:
    """Refuse what the offering does not allow; give the process ``offering`` and ``applicant``.

    ``business_key`` is the offering's code. A process that is offered cannot start without offering.
    """
    offering = Offering.objects.select_for_update(of=("self",)).filter(code=business_key).first()
    if offering is None or offering.process_key != process_key:
        if Offering.objects.filter(process_key=process_key).exists():
            raise refusal(Reason("no-offering"))
        return None
    person = _applicant(by)
    reason = why_not(offering, person) or _wrong_unit(unit, person) or _wrong_ceiling(offering, variables)
    if reason:
        raise refusal(reason)
    facts = offering_facts(offering)
    return {"offering": facts, "applicant": applicant_facts(person), "ceilings": facts["ceilings"]}


@on_started
def write_order(
    instance_id: int, tracking_code: str, *, process_key: str, by: Actor | None, business_key: str, unit: str
) -> None:
    """Take the place that the guard found free."""
    offering = Offering.objects.filter(code=business_key, process_key=process_key).first()
    if offering is None or by is None:
        return
    Order.objects.create(
        offering=offering,
        person_id=int(by.id),
        instance_id=instance_id,
        tracking_code=tracking_code,
        ordered_at=clock.now(),
    )


@on_ended
def free_place_of_cancelled_request(
    instance_id: int, *, state: str, process_key: str, business_key: str
) -> None:
    """A request that was cancelled before its end takes no place."""
    if state == "terminated":
        _end_order(instance_id, Order.State.OPEN, Order.State.RELEASED)


def fulfil_order(instance_id: int) -> bool:
    """The request was granted. False when there is no open order."""
    return _end_order(instance_id, Order.State.OPEN, Order.State.FULFILLED)


def release_order(instance_id: int) -> bool:
    """The request was refused or withdrawn, or its letter voided: the place is free again."""
    return _end_order(instance_id, Order.State.OPEN, Order.State.RELEASED) or _end_order(
        instance_id, Order.State.FULFILLED, Order.State.RELEASED
    )


def offering_facts(offering: Offering) -> dict[str, Any]:
    """What process, form and letter see of the offering; pinned in the case when it starts.

    Amounts and counts are Decimals; ``ceiling`` is the highest of ``ceilings`` or None.
    """
    ceilings = sorted(Decimal(str(amount)) for amount in offering.ceilings)
    return {
        "code": offering.code,
        "title": offering.title_fa,
        "title_en": offering.title_en,
        "unit": offering.unit.path,
        "form_key": offering.form_key,
        "letter_key": offering.letter_key,
        "approval_steps": Decimal(offering.approval_steps),
        "paper_size": offering.paper_size,
        "print_stamp": offering.print_stamp,
        "print_signature": offering.print_signature,
        "validity_days": Decimal(offering.validity_days),
        "addressee": offering.addressee_fa,
        "addressee_en": offering.addressee_en,
        "copies_to": offering.copies_to,
        "ceilings": ceilings,
        "ceiling": ceilings[-1] if ceilings else None,
    }


def applicant_facts(person: Person) -> dict[str, Any]:
    """What process, form and letter see of the applicant; dates are dates."""
    return {**identity_record(person), "employment": employment_record(person)}


def refusal(reason: Reason) -> StartRefused:
    """The error for a reason; ``params`` hold ``reason_code`` and what its words need."""
    return StartRefused(reason=reason.code, reason_code=reason.code, **reason.params)


def _applicant(by: Actor | None) -> Person:
    person = Person.objects.filter(pk=int(by.id)).first() if by and by.id.isdecimal() else None
    if person is None or not person.is_active:
        raise refusal(Reason("no-applicant"))
    return person


def _wrong_unit(unit: str, person: Person) -> Reason | None:
    return None if unit == request_unit(person) else Reason("other-unit")


def _wrong_ceiling(offering: Offering, variables: dict[str, Any]) -> Reason | None:
    """The form offers the ceilings in ``ceiling`` or ``ceiling_…``; nobody orders another one."""
    allowed = [Decimal(str(amount)) for amount in offering.ceilings]
    chosen = [value for name, value in variables.items() if name == "ceiling" or name.startswith("ceiling_")]
    if not allowed or all(_number(value) in allowed for value in chosen):
        return None
    return Reason("ceiling-unknown", {"ceilings": [str(amount) for amount in allowed]})


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _end_order(instance_id: int, source: str, target: str) -> bool:
    rows = Order.objects.filter(instance_id=instance_id, state=source)
    return bool(rows.update(state=target, ended_at=clock.now()))
