"""Offerings as a citizen meets them: found by code, with the words for why one cannot be ordered."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engine.errors import NotFound
from engine.forms import FormDefinition, get_form
from portal.formatting import number
from portal.formatting.reader import language
from portal.refusals import why_not_text
from workflows.catalogue.limits import OfferingStatus, visible_offerings
from workflows.directory.models import Person

PURPOSE = "order:"


@dataclass(frozen=True, slots=True)
class OfferingCard:
    """An offering in the list and on its own page; ``refusal`` "" when it can be ordered."""

    status: OfferingStatus
    refusal: str
    places: str

    @property
    def code(self) -> str:
        return self.status.offering.code

    @property
    def title(self) -> str:
        return self.status.offering.title(language())


def cards_for(person: Person) -> list[OfferingCard]:
    """What the person may see, what can be ordered first (SARA-FORM-17)."""
    cards = [_card(status) for status in visible_offerings(person)]
    return sorted(cards, key=lambda card: (bool(card.refusal), card.title))


def card_for(code: str, person: Person) -> OfferingCard:
    """One of them by its code. Raises NotFound also for what is not meant for the person."""
    for status in visible_offerings(person):
        if status.offering.code == code:
            return _card(status)
    raise NotFound(kind="service", id=code)


def form_of(card: OfferingCard) -> FormDefinition:
    """The newest version of the offering's form."""
    return get_form(card.status.offering.form_key)


def purpose_of(code: str) -> str:
    """What a draft for this offering is filed under."""
    return PURPOSE + code


def _card(status: OfferingStatus) -> OfferingCard:
    refusal = why_not_text(status.reason.code, status.reason.params) if status.reason else ""
    return OfferingCard(status, refusal, "" if refusal else _places(status.remaining))


def _places(remaining: int | None) -> str:
    if remaining is None:
        return _("Without limit")
    return ngettext("%(count)s more time", "%(count)s more times", remaining) % {"count": number(remaining)}
