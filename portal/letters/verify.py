"""Is this paper genuine? Without login: by the QR code, or by tracking code and four digits (SARA-LETTER-13)."""

from datetime import UTC
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from engine.documents import read_token
from portal.formatting import day
from portal.formatting.reader import language
from portal.inbox.search import tracking_code_in
from portal.letters.facts import addressee, holder_name, number_of
from portal.letters.lookups import log_lookup
from portal.letters.masking import is_last_of, last_digits, masked
from portal.letters.models import LetterLookup
from portal.letters.rate_limit import Limit, address_of
from portal.letters.validity import validity_of
from workflows.letters.models import Letter

Way, Result = LetterLookup.Way, LetterLookup.Result
VISITS = Limit("verify-visits", most=60, seconds=60)
GUESSES = Limit("verify-guesses", most=10, seconds=600)
GUESSES_A_LETTER = Limit("verify-letter", most=30, seconds=3600)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify(request: HttpRequest) -> HttpResponse:
    """Enter a tracking code and the last four digits of the holder's national id."""
    if request.method != "POST":
        return _form(request, {"code": request.GET.get("code", "")[:40]})
    code, typed = request.POST.get("code", "")[:40], last_digits(request.POST.get("digits", ""))
    errors = []
    if not tracking_code_in(code):
        errors.append(
            {
                "target": "code",
                "text": _("The tracking code has twelve digits; it is printed below the letter."),
            }
        )
    if not typed:
        errors.append(
            {"target": "digits", "text": _("Enter the last four digits of the holder's national id.")}
        )
    if errors:
        return _form(request, {"code": code, "errors": errors}, status=422)
    letter = Letter.objects.select_related("unit").filter(tracking_code=tracking_code_in(code)).first()
    if _too_many_guesses(request, letter):
        return _slow_down(request)
    if letter is None or not is_last_of(typed, _national_id(letter)):
        log_lookup(request, Way.CODE, Result.WRONG_DIGITS if letter else Result.UNKNOWN, letter)
        return _unknown(request, {"by_code": True})
    log_lookup(request, Way.CODE, Result.NAMED, letter)
    return _shown(request, letter, named=True)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify_token(request: HttpRequest, token: str) -> HttpResponse:
    """The QR code: shows the letter with the name masked; a post with the four digits shows the name."""
    if VISITS.is_exceeded(address_of(request)):
        return _slow_down(request)
    letter = letter_of_token(token)
    if letter is None:
        log_lookup(request, Way.QR, Result.UNKNOWN, None)
        return _unknown(request, {})
    if request.method != "POST":
        log_lookup(request, Way.QR, Result.SHOWN, letter)
        return _shown(request, letter)
    if _too_many_guesses(request, letter):
        return _slow_down(request)
    typed = last_digits(request.POST.get("digits", ""))
    if not typed or not is_last_of(typed, _national_id(letter)):
        log_lookup(request, Way.QR, Result.WRONG_DIGITS, letter)
        error = _("These are not the last four digits of the holder's national id.")
        return _shown(request, letter, error=error, status=422)
    log_lookup(request, Way.QR, Result.NAMED, letter)
    return _shown(request, letter, named=True)


def letter_of_token(token: str) -> Letter | None:
    """The letter of a genuine token; its issue time must agree too."""
    payload = read_token(token)
    letter = Letter.objects.select_related("unit").filter(pk=payload.letter_id).first() if payload else None
    if letter is None or payload is None:
        return None
    issued = letter.issued_at.astimezone(UTC).replace(microsecond=0)
    return letter if issued == payload.issued_at else None


def _too_many_guesses(request: HttpRequest, letter: Letter | None) -> bool:
    by_address = GUESSES.is_exceeded(address_of(request))
    by_letter = letter is not None and GUESSES_A_LETTER.is_exceeded(str(letter.pk))
    return by_address or by_letter


def _shown(
    request: HttpRequest, letter: Letter, *, named: bool = False, error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "room": "",
        "letter": letter,
        "state": validity_of(letter),
        "facts": _facts(letter, named=named),
        "named": named,
        "error": error,
    }
    return render(request, "letters/verified.html", context, status=status)


def _facts(letter: Letter, *, named: bool) -> list[tuple[str, object]]:
    name = holder_name(letter)
    facts: list[tuple[str, object]] = [
        (_("Letter number"), number_of(letter)),
        (_("Issued on"), day(letter.issued_on)),
        (_("Valid until"), day(letter.valid_until)),
        (_("Purpose"), letter.title(language())),
        (_("Addressee"), addressee(letter)),
        (_("Issued by"), letter.unit.name(language())),
        (_("Holder"), name if named else masked(name)),
    ]
    if letter.voided_at:
        facts.append((_("Voided on"), day(letter.voided_at)))
    return [(label, value) for label, value in facts if value]


def _national_id(letter: Letter) -> str:
    return str(letter.snapshot.get("person", {}).get("national_id") or "")


def _form(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "letters/verify.html", {"room": "", "errors": [], **context}, status=status)


def _unknown(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "letters/unknown.html", {"room": "", **context}, status=404)


def _slow_down(request: HttpRequest) -> HttpResponse:
    response = render(request, "letters/slow_down.html", {"room": ""}, status=429)
    response["Retry-After"] = "600"
    return response
