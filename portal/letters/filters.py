"""What the reader has asked of the letters list: read from the address, written back as a link."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from portal.formatting import parse_day
from portal.inbox.search import tracking_code_in
from portal.letters.validity import STATES, in_state
from workflows.letters.models import Letter
from workflows.letters.search import LetterFilters, filtered

NAMES = ("q", "service", "unit", "state", "size", "since", "until")
SIZES = ("A4", "A5")


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersQuery:
    """Texts as typed; ``since`` and ``until`` in either calendar, both days included."""

    q: str = ""
    service: str = ""
    unit: str = ""
    state: str = ""
    size: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "LettersQuery":
        """Unknown states and sizes count as none."""
        found = cls(**{name: query.get(name, "").strip()[:200] for name in NAMES})
        state = found.state if found.state in STATES else ""
        return replace(found, state=state, size=found.size if found.size in SIZES else "")

    @property
    def is_narrowed(self) -> bool:
        return any(asdict(self).values())

    @property
    def errors(self) -> dict[str, str]:
        """Field → what is wrong with a date."""
        text = _("Enter a date such as 1404/08/30 or 2025-11-21.")
        wrong = {name: text for name in ("since", "until") if getattr(self, name) and not self._day(name)}
        since, until = self._day("since"), self._day("until")
        if since and until and since > until:
            wrong["until"] = _("The end lies before the beginning.")
        return wrong

    def link(self, **changes: Any) -> str:
        """The query string of this list; empty restrictions are left out."""
        wanted = asdict(replace(self, **changes))
        return "?" + urlencode({name: value for name, value in wanted.items() if value})

    def apply(self, letters: QuerySet[Letter]) -> QuerySet[Letter]:
        """The letters that every filter admits. A wrong date admits none: better empty than too much."""
        if self.errors:
            return letters.none()
        code = tracking_code_in(self.q)
        if code:
            letters = letters.filter(tracking_code=code)
        if self.state:
            letters = letters.filter(in_state(self.state))
        if self.size:
            letters = letters.filter(size=self.size)
        return filtered(
            letters,
            LetterFilters(
                text="" if code else self.q,
                offering_code=self.service,
                unit_path=self.unit,
                issued_from=self._day("since"),
                issued_to=self._day("until"),
            ),
        )

    def _day(self, name: str) -> date | None:
        return parse_day(getattr(self, name))
