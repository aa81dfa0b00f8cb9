"""Writes and reads the log of look-ups."""

from ipaddress import ip_address, ip_network

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from engine import clock
from portal.letters.models import LetterLookup
from workflows.letters.models import Letter

SHOWN_ON_PAGE = 10


def log_lookup(
    request: HttpRequest, way: LetterLookup.Way, result: LetterLookup.Result, letter: Letter | None
) -> None:
    """Write one look-up."""
    LetterLookup.objects.create(
        letter=letter, at=clock.now(), way=way, result=result, address=network_of(request)
    )


def lookups_of(letter: Letter) -> list[tuple[LetterLookup, str]]:
    """The last look-ups of a letter, with their result in words."""
    words = {
        LetterLookup.Result.SHOWN: _("shown with the name masked"),
        LetterLookup.Result.NAMED: _("name shown after the last four digits were entered"),
        LetterLookup.Result.WRONG_DIGITS: _("wrong digits of the national id"),
    }
    rows: QuerySet[LetterLookup] = letter.lookups.all()[:SHOWN_ON_PAGE]
    return [(row, words.get(LetterLookup.Result(row.result), "")) for row in rows]


def network_of(request: HttpRequest) -> str:
    """The visitor's network: /24 of IPv4, /48 of IPv6; empty when the address is not known."""
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    prefix = 24 if address.version == 4 else 48
    return str(ip_network((address, prefix), strict=False).network_address)
