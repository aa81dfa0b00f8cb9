"""Numbers on the tabs and the choices of the filters, each in one query."""

from dataclasses import dataclass, field

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import pgettext

from engine import queries
from portal.formatting.reader import language
from portal.inbox.filters import VIEWS, InboxFilters
from portal.inbox.listing import narrowed, of_view
from portal.step_names import node_name
from workflows.catalogue.models import Offering
from workflows.directory.models import Unit


@dataclass(slots=True)
class Choices:
    """Options of the three selects as (value, label), sorted by label."""

    services: list[tuple[str, str]] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    units: list[tuple[str, str]] = field(default_factory=list)


def tabs(person_id: str, filters: InboxFilters) -> list[dict[str, object]]:
    """The tabs with their numbers under the other filters."""
    counts = narrowed(person_id, filters).aggregate(
        **{view: Count("pk", filter=of_view(view, person_id), distinct=True) for view in VIEWS}
    )
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
            "count": counts[view],
        }
        for view in VIEWS
    ]


def choices(person_id: str) -> Choices:
    """What the filters offer: only services, steps and units that wait for the person now."""
    rows = (
        queries.inbox(person_id)
        .order_by()
        .values_list(
            "instance__business_key",
            "instance__definition__key",
            "instance__definition__sha256",
            "node",
            "instance__unit_path",
        )
        .distinct()
    )
    found = list(rows)
    steps = {
        f"{key}:{node}": node_name(queries.process(key, sha256), node)
        for _service, key, sha256, node, _unit in found
    }
    return Choices(
        services=_sorted(_services({row[0] for row in found})),
        steps=_sorted(steps),
        units=_sorted(_units({row[4] for row in found})),
    )


def _services(codes: set[str]) -> dict[str, str]:
    offerings = {offering.code: offering for offering in Offering.objects.filter(code__in=codes)}
    return {code: offerings[code].title(language()) if code in offerings else code for code in codes if code}


def _units(paths: set[str]) -> dict[str, str]:
    return {unit.path: unit.name(language()) for unit in Unit.objects.filter(path__in=paths)}


def _sorted(options: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(options.items(), key=lambda option: option[1])
