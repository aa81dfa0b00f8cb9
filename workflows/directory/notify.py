"""Notices as plug-ins: connector ``directory.notify`` (a job, once however often it is tried) and
calculator ``directory.notice`` (within the decision's transaction).

Both take ``to`` (person id) or ``role`` with ``unit`` (default the case's unit; if nobody holds the
role there, the nearest unit above), ``title`` (key), ``text`` and ``url``; every other input becomes
a parameter of the title's words.
"""

from typing import Any

from django.db import transaction

from engine import clock
from engine.plugins import CalculatorContext, ConnectorContext, calculator, connector
from engine.plugins.directory import ancestors
from workflows.directory.holdings import current_holdings
from workflows.directory.models import Notice, Person


@connector("directory.notify", title="Notify a person or the holders of a role")
def notify(inputs: dict[str, Any], context: ConnectorContext) -> None:
    """Write the notices once: the same ``idempotency_key`` has no second effect."""
    receivers = _receivers(inputs, context.unit)
    with transaction.atomic():
        for person_id in receivers:
            Notice.objects.get_or_create(
                idempotency_key=f"{context.idempotency_key}:{person_id}",
                defaults=_content(inputs, context.tracking_code) | {"person_id": person_id},
            )


@calculator("directory.notice", title="Notify a person at once", writes=True, simulate=lambda inputs: None)
def notice(inputs: dict[str, Any], context: CalculatorContext) -> None:
    """Write the notices in the transaction of the decision before."""
    for person_id in _receivers(inputs, context.unit):
        Notice.objects.create(person_id=person_id, **_content(inputs, context.tracking_code))


def _content(inputs: dict[str, Any], tracking_code: str) -> dict[str, Any]:
    addressing = {"to", "role", "unit", "title", "text", "url"}
    params = {
        name: str(value) for name, value in inputs.items() if name not in addressing and value is not None
    }
    return {
        "title_key": str(inputs.get("title") or "case-changed"),
        "params": {"tracking_code": tracking_code, **params},
        "text": str(inputs.get("text") or ""),
        "url": str(inputs.get("url") or f"/requests/{tracking_code}/"),
        "created_at": clock.now(),
    }


def _receivers(inputs: dict[str, Any], unit: str) -> list[int]:
    person = str(inputs.get("to") or "")
    if person:
        return list(Person.objects.filter(pk=int(person)).values_list("pk", flat=True))
    for path in ancestors(str(inputs.get("unit") or unit)):
        rows = current_holdings().filter(role=str(inputs.get("role") or ""), unit__path=path).order_by()
        if found := sorted(rows.values_list("person_id", flat=True)):
            return found
    return []
