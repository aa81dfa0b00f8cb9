"""One letter: its facts, the printable page, the PDF, and voiding it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from engine import queries
from engine.actor import Actor
from engine.errors import NotFound
from portal.inbox.timeline import timeline_of
from portal.letters.downloads import attach
from portal.letters.facts import letter_facts, signer_facts
from portal.letters.lookups import lookups_of
from portal.letters.paper import paper_of
from portal.letters.reach import can_void, letter_for
from portal.letters.validity import validity_of
from workflows.directory.access import holds
from workflows.directory.role_names import AUDITOR
from workflows.letters.life_cycle import void as void_letter
from workflows.letters.models import Letter
from workflows.letters.printing import letter_pdf

REASON_LENGTH = 1000


@require_safe
@login_required
@never_cache
def letter_page(request: HttpRequest, code: str) -> HttpResponse:
    """What is printed, who approved it, what happened since."""
    person_id = str(request.user.pk)
    letter = letter_for(code, person_id)
    own = str(letter.person_id) == person_id
    context = {
        "letter": letter,
        "state": validity_of(letter),
        "facts": letter_facts(letter),
        "signer": signer_facts(letter),
        "timeline": _timeline(letter, person_id, own=own),
        "own": own,
        "room": "services" if own else "letters",
        "can_void": can_void(letter, person_id),
        "lookups": [] if own else lookups_of(letter),
        "audit_url": _audit_url(letter, person_id),
    }
    return render(request, "letters/letter.html", context)


@require_safe
@login_required
@never_cache
def print_page(request: HttpRequest, code: str) -> HttpResponse:
    """The letter as a page of the browser, to be printed from there (SARA-LETTER-08)."""
    letter = letter_for(code, str(request.user.pk))
    return render(request, "letters/print.html", {"letter": letter, "paper": paper_of(letter)})


@require_safe
@login_required
def pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The paper (SARA-LETTER-09, 11, 14); shown by the browser, saved with ``?download=1``."""
    letter = letter_for(code, str(request.user.pk))
    response = HttpResponse(letter_pdf(letter), content_type="application/pdf")
    name = _("letter") + "-" + letter.number.replace("/", "-") + ".pdf"
    return attach(response, name, inline="download" not in request.GET)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def void(request: HttpRequest, code: str) -> HttpResponse:
    """First the reason, then once more the question; only the second post voids (SARA-LETTER-07)."""
    person_id = str(request.user.pk)
    letter = letter_for(code, person_id)
    if not can_void(letter, person_id) and letter.state == Letter.State.ISSUED:
        raise NotFound(kind="letter", id=code)
    reason = request.POST.get("reason", "").strip()[:REASON_LENGTH]
    context: dict[str, Any] = {
        "letter": letter,
        "facts": letter_facts(letter),
        "reason": reason,
        "errors": [],
    }
    if request.method == "POST" and len(reason) < 5:
        context["errors"] = [
            {"target": "reason", "text": _("Say in at least five characters why it is voided.")}
        ]
        return render(request, "letters/void.html", context, status=422)
    if request.method == "POST" and request.POST.get("sure") == "yes":
        void_letter(letter.pk, by=Actor(person_id, channel="web"), reason=reason)
        messages.success(
            request, _("The letter is void. Its holder has been told; the QR code says so at once.")
        )
        return redirect("letters:letter", letter.tracking_code)
    context["asks_again"] = request.method == "POST" and request.POST.get("sure") != "no"
    return render(request, "letters/void.html", context)


def _timeline(letter: Letter, person_id: str, *, own: bool) -> list[Any]:
    """Officers read the history of the case; the reading is logged. The holder follows it under Services."""
    if own:
        return []
    try:
        case = queries.case(letter.tracking_code, by=person_id, screen="letters:letter")
    except NotFound:
        return []
    return timeline_of(case.process, queries.history(case.instance))


def _audit_url(letter: Letter, person_id: str) -> str:
    if not holds(person_id, AUDITOR, letter.unit.path):
        return ""
    try:
        return reverse("audit:case", args=[letter.tracking_code])
    except NoReverseMatch:
        return ""
