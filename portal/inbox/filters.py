"""What the reader has asked of the inbox list: read from the address, written back as a link."""

from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

VIEWS = ("all", "mine", "unclaimed", "overdue")
SORTS = ("due", "-due", "waiting", "-waiting")
NARROWING = ("service", "step", "unit", "q")


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFilters:
    """Empty means no restriction. ``step``: ``process:node``; ``unit`` takes in the units below."""

    view: str = "all"
    service: str = ""
    step: str = ""
    unit: str = ""
    q: str = ""
    sort: str = "due"

    @classmethod
    def of(cls, query: QueryDict) -> "InboxFilters":
        """Unknown views and orders fall back to the usual ones, so that an old link still works."""
        view, sort = query.get("view", ""), query.get("sort", "")
        return cls(
            view=view if view in VIEWS else "all",
            sort=sort if sort in SORTS else "due",
            **{name: query.get(name, "").replace("\0", "").strip()[:200] for name in NARROWING},
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the tab and the order restricts the list."""
        return any(getattr(self, name) for name in NARROWING)

    def link(self, **changes: Any) -> str:
        """The query string of this list with changes; what is usual is left out."""
        wanted, usual = asdict(replace(self, **changes)), asdict(InboxFilters())
        return "?" + urlencode({name: value for name, value in wanted.items() if value != usual[name]})
