"""Connector ``directory.notify``: writes a notice for a person, once per job however often it is tried."""

from typing import Any

from django.db import transaction

from engine import clock
from engine.plugins import ConnectorContext, connector
from workflows.directory.holdings import current_holdings
from workflows.directory.models import Notice


@connector("directory.notify", title="Notify a person or the holders of a role")
def notify(inputs: dict[str, Any], context: ConnectorContext) -> None:
    """``to`` (person id) or ``role`` + ``unit``; ``title`` (key), ``text``, ``url``; the rest are params."""
    details = dict(inputs)
    fixed = {
        "title_key": str(details.pop("title", "case-changed")),
        "text": str(details.pop("text", None) or ""),
        "url": str(details.pop("url", None) or f"/requests/{context.tracking_code}/"),
    }
    receivers = _receivers(details)
    params = {name: str(value) for name, value in details.items() if value is not None}
    params.setdefault("tracking_code", context.tracking_code)
    with transaction.atomic():
        for person_id in receivers:
            Notice.objects.get_or_create(
                idempotency_key=f"{context.idempotency_key}:{person_id}",
                defaults={**fixed, "person_id": person_id, "params": params, "created_at": clock.now()},
            )


def _receivers(details: dict[str, Any]) -> list[int]:
    person, role, unit = details.pop("to", None), details.pop("role", None), details.pop("unit", None)
    if person:
        return [int(person)]
    rows = current_holdings().filter(role=role or "", unit__path=unit or "").order_by("person_id")
    return list(rows.values_list("person_id", flat=True).distinct())
