"""The overview: how much, how fast, how late, and whether the whole history is intact."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from engine import clock, queries
from portal.audit import statistics
from portal.audit.chain_words import fault_text
from portal.audit.reach import cases_reached, for_auditors, page
from portal.formatting import number, tracking_in_text

PERIODS = (30, 90, 365, 0)


@for_auditors
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return page(request, "audit/overview.html", "overview", _figures(request))


@for_auditors
@require_POST
def verify_all(request: HttpRequest) -> HttpResponse:
    """Check every chain and anchor now; broken cases outside the reach are only counted."""
    found = queries.verify_everything()
    codes = dict(cases_reached(request.user).order_by().values_list("pk", "tracking_code"))
    shown = [fault for fault in found.faults if fault.root_id is None or fault.root_id in codes]
    result = {
        "is_intact": not found.faults,
        "summary": _summary(found),
        "faults": [(codes.get(fault.root_id, ""), _named(fault, codes)) for fault in shown],
        "elsewhere": len(found.faults) - len(shown),
        "erased": len(found.erased),
    }
    return page(request, "audit/overview.html", "overview", {**_figures(request), "verified": result})


def _figures(request: HttpRequest) -> dict[str, Any]:
    cases = cases_reached(request.user)
    days = (
        int(period) if (period := request.GET.get("days", "")).isdecimal() and int(period) in PERIODS else 90
    )
    since = clock.now() - timedelta(days=days) if days else None
    units, services = statistics.by_unit(cases, since), statistics.by_service(cases, since)
    return {
        "days": days,
        "periods": [(period, _period(period)) for period in PERIODS],
        "totals": statistics.totals(cases, since),
        "groups": [
            {"title": _("By unit"), "filter": "unit", "rows": units, "most": _most(units)},
            {"title": _("By service"), "filter": "service", "rows": services, "most": _most(services)},
        ],
        "steps": statistics.by_step(cases, since),
        "anchor": queries.last_anchor(),
    }


def _most(rows: list[statistics.GroupRow]) -> int:
    return max((row.received for row in rows), default=0) or 1


def _period(days: int) -> str:
    if not days:
        return _("since the beginning")
    return ngettext("last %(days)s day", "last %(days)s days", days) % {"days": number(days)}


def _summary(found: Any) -> str:
    counts = {
        "entries": number(found.entries),
        "chains": number(found.chains),
        "anchors": number(found.anchors),
    }
    if found.faults:
        return (
            _("%(entries)s entries of %(chains)s cases and %(anchors)s anchors were checked: broken") % counts
        )
    return _("%(entries)s entries of %(chains)s cases and %(anchors)s anchors were checked: intact") % counts


def _named(fault: Any, codes: dict[int, str]) -> str:
    text = fault_text(fault)
    return f"{tracking_in_text(codes[fault.root_id])}: {text}" if fault.root_id in codes else text
