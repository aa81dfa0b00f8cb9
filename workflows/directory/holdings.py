"""Who holds which role where, now."""

from django.db.models import Q, QuerySet

from engine import clock
from workflows.directory.models import RoleHolding
from workflows.directory.remembering import recall

Holding = tuple[str, str]


def current_holdings() -> QuerySet[RoleHolding]:
    """Rows that count now: not revoked, not ended, of people who may log in."""
    return RoleHolding.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=clock.now()), revoked_at=None, person__is_active=True
    )


def holdings(person_id: str) -> frozenset[Holding]:
    """(role, unit path) of every role the person holds now."""
    return recall(("holdings", person_id), lambda: _read(person_id))


def _read(person_id: str) -> frozenset[Holding]:
    if not person_id.isdecimal():
        return frozenset()
    rows = current_holdings().filter(person_id=int(person_id)).order_by()
    return frozenset(rows.values_list("role", "unit__path"))
