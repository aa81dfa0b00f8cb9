"""Granting and revoking roles: a user manager gives only what he holds, within his reach.

Requirements: SARA-PORTAL-10…13.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from engine import clock
from engine.errors import NotAuthorised, NotFound
from engine.plugins.directory import reaches
from workflows.directory.holdings import current_holdings, holdings
from workflows.directory.models import Person, RoleHolding, Unit
from workflows.directory.remembering import forget
from workflows.directory.role_names import USERS_MANAGER


@dataclass(frozen=True, slots=True, order=True)
class Grantable:
    """``role`` may be given in ``unit_path`` and in every unit below it."""

    role: str
    unit_path: str


def holds(person_id: str, role: str, unit_path: str) -> bool:
    """Whether the person's roles reach the unit with that role."""
    return any(held == role and reaches(place, unit_path) for held, place in holdings(person_id))


def units_with_role(person_id: str, role: str) -> list[str]:
    """Paths of the units in which the person holds the role; it reaches all below them."""
    return sorted(place for held, place in holdings(person_id) if held == role)


def units_reached(person_id: str, role: str) -> QuerySet[Unit]:
    """The units that the person's role reaches, for choosing and for lists."""
    reached = Q(pk=None)
    for path in units_with_role(person_id, role):
        reached |= Q(path=path) | Q(path__startswith=f"{path}/")
    return Unit.objects.filter(reached)


def grantable(grantor: Person) -> list[Grantable]:
    """What the grantor may give: where the reach of his users.manager and of his own role meet."""
    managed = units_with_role(str(grantor.pk), USERS_MANAGER)
    found = {
        Grantable(role, _lower(place, reach))
        for role, place in holdings(str(grantor.pk))
        for reach in managed
        if reaches(place, reach) or reaches(reach, place)
    }
    return sorted(found)


@transaction.atomic
def grant_role(
    grantor: Person, person: Person, role: str, unit: Unit, *, ends_at: datetime | None = None
) -> RoleHolding:
    """Give the role; it never outlives the grantor's own. Raises NotAuthorised.

    A role that is held already gets the new end.
    """
    own = _check_authority(grantor, person, role, unit)
    ends = [end for end in (ends_at, _latest_end(own)) if end is not None]
    holding, _ = RoleHolding.objects.update_or_create(
        person=person,
        role=role,
        unit=unit,
        revoked_at=None,
        defaults={
            "granted_by": grantor,
            "granted_at": clock.now(),
            "ends_at": min(ends) if ends else None,
        },
    )
    forget()
    return holding


@transaction.atomic
def revoke_role(grantor: Person, person: Person, role: str, unit: Unit) -> None:
    """Take the role back; the row stays as a record. Raises NotAuthorised, NotFound."""
    _check_authority(grantor, person, role, unit)
    rows = RoleHolding.objects.filter(person=person, role=role, unit=unit, revoked_at=None)
    if not rows.update(revoked_at=clock.now(), revoked_by=grantor):
        raise NotFound(kind="role holding", id=f"{role}@{unit.path}")
    forget()


def _check_authority(grantor: Person, person: Person, role: str, unit: Unit) -> list[RoleHolding]:
    """The grantor's own holdings of the role that reach the unit."""
    if grantor.pk == person.pk:
        raise NotAuthorised(reason="nobody changes the own roles", reason_code="own-roles")
    rows = list(
        current_holdings().filter(person=grantor, role__in=(role, USERS_MANAGER)).select_related("unit")
    )
    reaching = [row for row in rows if reaches(row.unit.path, unit.path)]
    if not any(row.role == USERS_MANAGER for row in reaching):
        raise NotAuthorised(reason="you do not manage the users of this unit", reason_code="unit-not-managed")
    own = [row for row in reaching if row.role == role]
    if not own:
        raise NotAuthorised(reason="you do not hold this role there yourself", reason_code="role-not-held")
    return own


def _latest_end(rows: list[RoleHolding]) -> datetime | None:
    """When the last of these holdings ends; None when one of them has no end."""
    ends = [row.ends_at for row in rows]
    known = [end for end in ends if end is not None]
    return max(known) if len(known) == len(ends) else None


def _lower(one: str, other: str) -> str:
    return one if reaches(other, one) else other
