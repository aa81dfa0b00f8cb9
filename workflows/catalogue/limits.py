"""Who may order what now, and why not (SARA-FORM-10…13, 17)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from engine import clock
from engine.plugins.directory import ancestors
from workflows.catalogue.models import Offering, Order
from workflows.directory.models import Employment, Person, Unit


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an offering cannot be ordered.

    code: "closed" | "not-yet-open" (opens_at) | "ended" (closes_at) | "other-unit" | "audience"
    (audience) | "exhausted" (limit) | "per-person-exhausted" (limit) | "ceiling-unknown" (ceilings).
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferingStatus:
    """An offering as one person meets it; ``remaining`` None means without limit."""

    offering: Offering
    reason: Reason | None
    remaining: int | None


@dataclass(frozen=True, slots=True)
class Usage:
    """Places taken on an offering: by everybody, and by one person."""

    total: int
    own: int


def available_offerings(person: Person) -> list[Offering]:
    """What the person can order at this moment."""
    return [status.offering for status in visible_offerings(person) if status.reason is None]


def visible_offerings(person: Person) -> list[OfferingStatus]:
    """The enabled offerings meant for the person, also those that cannot be ordered now, with the reason."""
    employment = employment_of(person)
    if employment is None:
        return []
    offerings = Offering.objects.filter(
        enabled=True,
        unit__path__in=ancestors(employment.unit.path),
        audience__in=(Offering.Audience.ALL, employment.status),
    ).select_related("unit")
    used = _usages(offerings, person)
    return [_status(offering, employment, used[offering.pk]) for offering in offerings]


def why_not(offering: Offering, person: Person) -> Reason | None:
    """Why the person cannot order this now, or None."""
    return _reason(offering, employment_of(person), _usages([offering], person)[offering.pk])


def remaining(offering: Offering, person: Person) -> int | None:
    """How often the person can still order this, or None without limit."""
    return _remaining(offering, _usages([offering], person)[offering.pk])


def request_unit(person: Person) -> str:
    """Path of the unit that handles the person's requests: the district, or the own unit above districts."""
    employment = employment_of(person)
    if employment is None:
        return ""
    districts = Unit.objects.filter(path__in=ancestors(employment.unit.path), kind=Unit.Kind.DISTRICT)
    return districts.values_list("path", flat=True).first() or employment.unit.path


def employment_of(person: Person) -> Employment | None:
    """The person's employment with its unit, if there is one."""
    return Employment.objects.select_related("unit").filter(person=person).first()


def _status(offering: Offering, employment: Employment, usage: Usage) -> OfferingStatus:
    return OfferingStatus(offering, _reason(offering, employment, usage), _remaining(offering, usage))


def _reason(offering: Offering, employment: Employment | None, usage: Usage) -> Reason | None:
    return _closed(offering) or _not_meant_for(offering, employment) or _used_up(offering, usage)


def _closed(offering: Offering) -> Reason | None:
    now = clock.now()
    if not offering.enabled:
        return Reason("closed")
    if offering.opens_at and now < offering.opens_at:
        return Reason("not-yet-open", {"opens_at": offering.opens_at.isoformat()})
    if offering.closes_at and now >= offering.closes_at:
        return Reason("ended", {"closes_at": offering.closes_at.isoformat()})
    return None


def _not_meant_for(offering: Offering, employment: Employment | None) -> Reason | None:
    if employment is None or offering.audience not in (Offering.Audience.ALL, employment.status):
        return Reason("audience", {"audience": offering.audience})
    if offering.unit.path not in ancestors(employment.unit.path):
        return Reason("other-unit")
    return None


def _used_up(offering: Offering, usage: Usage) -> Reason | None:
    if offering.total_limit is not None and usage.total >= offering.total_limit:
        return Reason("exhausted", {"limit": offering.total_limit})
    if offering.per_person_limit is not None and usage.own >= offering.per_person_limit:
        return Reason("per-person-exhausted", {"limit": offering.per_person_limit})
    return None


def _remaining(offering: Offering, usage: Usage) -> int | None:
    limits = ((offering.total_limit, usage.total), (offering.per_person_limit, usage.own))
    left = [max(0, limit - taken) for limit, taken in limits if limit is not None]
    return min(left) if left else None


def _usages(offerings: Iterable[Offering], person: Person) -> dict[int, Usage]:
    keys = [offering.pk for offering in offerings]
    counting = Order.objects.filter(offering__in=keys).exclude(state=Order.State.RELEASED).order_by()
    rows = counting.values_list("offering_id").annotate(
        total=Count("pk"), own=Count("pk", filter=Q(person=person))
    )
    found = {key: Usage(total, own) for key, total, own in rows}
    return {key: found.get(key, Usage(0, 0)) for key in keys}
