"""Numbers on the tabs and the choices of the filters, at a cost that does not grow with the inbox."""

from dataclasses import dataclass, field

from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from engine import queries
from portal.formatting.reader import language
from portal.inbox.filters import VIEWS, InboxFilters
from portal.inbox.listing import on_tab, wanted
from portal.step_names import node_name
from workflows.catalogue.models import Offering
from workflows.directory.models import Unit

MOST = 1000


@dataclass(slots=True)
class Choices:
    """Options of the three selects as (value, label), sorted by label."""

    services: list[tuple[str, str]] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    units: list[tuple[str, str]] = field(default_factory=list)


def tabs(person_id: str, filters: InboxFilters) -> list[dict[str, object]]:
    """The tabs with their numbers under the other filters; beyond ``MOST`` nobody counts."""
    found = wanted(filters)
    several = [on_tab(found, view, person_id) for view in VIEWS]
    counts = dict(zip(VIEWS, queries.inbox_counts(person_id, several, most=MOST + 1), strict=True))
    titles = {
        "all": pgettext("inbox tab", "All"),
        "mine": pgettext("inbox tab", "Mine"),
        "unclaimed": pgettext("inbox tab", "Unclaimed"),
        "overdue": pgettext("inbox tab", "Overdue"),
    }
    home = reverse("inbox:home")
    return [
        {
            "title": titles[view],
            "url": home + filters.link(view=view),
            "current": view == filters.view,
            "count": min(counts[view], MOST),
            "is_more": counts[view] > MOST,
        }
        for view in VIEWS
    ]


def choices(person_id: str, filters: InboxFilters) -> Choices:
    """What the filters offer: services and units for which something waits, steps the person may do."""
    services, steps = queries.inbox_choices(person_id, most=MOST)
    names = {
        f"{key}:{node}": node_name(queries.process(key, sha256), node) for key, sha256, node in sorted(steps)
    }
    return Choices(
        services=_sorted(_services(services), filters.service),
        steps=_sorted(names, filters.step),
        units=_sorted(_units(person_id), filters.unit),
    )


def _services(codes: set[str] | None) -> dict[str, str]:
    """Where too much waits to be looked through, every service."""
    known = Offering.objects.all() if codes is None else Offering.objects.filter(code__in=codes)
    offerings = {offering.code: offering for offering in known}
    if codes is None:
        return {code: offering.title(language()) for code, offering in offerings.items()}
    return {code: offerings[code].title(language()) if code in offerings else code for code in codes if code}


def _units(person_id: str) -> dict[str, str]:
    found = Q(pk=None)
    for role, unit in queries.reach_of(person_id):
        below = Q(path=unit) | Q(path__startswith=f"{unit}/")
        found |= below & Q(queries.waits_in(OuterRef("path"), role=role))
    return {unit.path: unit.name(language()) for unit in Unit.objects.filter(found)}


def _sorted(options: dict[str, str], chosen: str) -> list[tuple[str, str]]:
    """By label; what an older link has chosen stays to be seen, without a name that might be others' business."""
    found = sorted(options.items(), key=lambda option: option[1])
    if chosen and chosen not in options:
        found.append((chosen, _("As in the link: nothing waits there now")))
    return found
