"""Valid, expired or void: what a letter is worth today, with badge and words."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from engine import clock
from workflows.letters.models import Letter


@dataclass(frozen=True, slots=True)
class Validity:
    """``name``: valid, expired or void; ``seal``: modifier of the class ``seal``."""

    name: str
    title: object
    badge: str
    icon: str
    seal: str


VALID = Validity("valid", pgettext_lazy("state of a letter", "Valid"), "success", "check", "")
EXPIRED = Validity(
    "expired", pgettext_lazy("state of a letter", "Expired"), "warning", "clock", "seal--warning"
)
VOID = Validity("void", pgettext_lazy("state of a letter", "Void"), "danger", "cross", "seal--danger")
STATES = {state.name: state for state in (VALID, EXPIRED, VOID)}
ANY = _("All states")


def today() -> date:
    """The office's date."""
    return timezone.localtime(clock.now()).date()


def validity_of(letter: Letter) -> Validity:
    """The last day counts as valid."""
    if letter.state == Letter.State.VOID:
        return VOID
    return VALID if letter.valid_until >= today() else EXPIRED


def in_state(name: str) -> Q:
    """The condition for letters that are valid, expired or void today."""
    if name == VOID.name:
        return Q(state=Letter.State.VOID)
    sign = "gte" if name == VALID.name else "lt"
    return Q(state=Letter.State.ISSUED, **{f"valid_until__{sign}": today()})
