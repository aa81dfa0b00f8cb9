"""The recorded changes of one thing, or of the units in reach, ready for a page."""

from dataclasses import dataclass

from django.db.models import QuerySet

from portal.backoffice.change_words import action_title, kind_title, lines
from portal.backoffice.models import SettingChange
from workflows.directory.models import Unit

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change with its fields in words: (field, before, after)."""

    change: SettingChange
    kind: str
    action: str
    lines: list[tuple[str, str, str]]


def changes_of(*kinds: str, subject: object, within: QuerySet[Unit] | None = None) -> list[ChangeView]:
    """The latest changes of one thing; ``within``: only those made in these units."""
    found = SettingChange.objects.filter(kind__in=kinds, subject=str(subject)).select_related("person")
    if within is not None:
        found = found.filter(unit_path__in=within.order_by().values("path"))
    return [change_view(change) for change in found[:SHOWN]]


def change_view(change: SettingChange) -> ChangeView:
    return ChangeView(change, kind_title(change), action_title(change), lines(change))
