"""Who holds which role where; within one request or command each person is read once."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Q, QuerySet

from engine import clock
from workflows.directory.models import RoleHolding

Holding = tuple[str, str]
_remembered: ContextVar[dict[str, frozenset[Holding]] | None] = ContextVar(
    "remembered_holdings", default=None
)


def current_holdings() -> QuerySet[RoleHolding]:
    """Rows that count now: not revoked, not ended, of people who may log in."""
    return RoleHolding.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=clock.now()), revoked_at=None, person__is_active=True
    )


def holdings(person_id: str) -> frozenset[Holding]:
    """(role, unit path) of every role the person holds now."""
    memory = _remembered.get()
    if memory is not None and person_id in memory:
        return memory[person_id]
    found = _read(person_id)
    if memory is not None:
        memory[person_id] = found
    return found


@contextmanager
def remembered_holdings() -> Iterator[None]:
    """Read each person's holdings at most once inside the block (a web request, a command)."""
    if _remembered.get() is not None:
        yield
        return
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def forget_holdings(**_signal: object) -> None:
    """Read again from the table: called whenever a holding, a person or a unit is written."""
    memory = _remembered.get()
    if memory is not None:
        memory.clear()


def _read(person_id: str) -> frozenset[Holding]:
    if not person_id.isdecimal():
        return frozenset()
    rows = current_holdings().filter(person_id=int(person_id)).order_by()
    return frozenset(rows.values_list("role", "unit__path"))
