"""The catalogue, an offering's own page, the list of the own requests."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engine import queries
from engine.forms.drafts import discard_draft, open_drafts
from portal.formatting.reader import language
from portal.services.offerings import PURPOSE, card_for, cards_for, form_of
from portal.services.statuses import status_of

PER_PAGE = 20


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What I may order, what I have begun, what waits for me."""
    person_id = str(request.user.pk)
    cards = cards_for(request.user)
    titles = {card.code: card.title for card in cards}
    drafts = [
        {"draft": draft, "code": code, "title": titles[code]}
        for draft in open_drafts(person_id)
        if (code := draft.purpose.removeprefix(PURPOSE)) in titles
    ]
    recent = [status_of(instance) for instance in queries.my_requests(person_id)[:3]]
    context = {
        "cards": cards,
        "drafts": drafts,
        "draft_days": settings.KARTABL_ABANDONED_DAYS,
        "recent": recent,
        "waiting": _waiting(person_id),
    }
    return render(request, "services/home.html", context)


@login_required
@require_safe
def offering(request: HttpRequest, code: str) -> HttpResponse:
    """What it is, who decides, which questions will be asked: the preview before ordering (SARA-FORM-06, 18)."""
    card = card_for(code, request.user)
    form = form_of(card)
    locale = language()
    pages = [
        {
            "title": form.text(f"page.{page.id}", locale),
            "fields": [form.label(field.path, locale) for field in page.fields],
        }
        for page in form.pages
    ]
    return render(
        request, "services/offering.html", {"card": card, "item": card.status.offering, "pages": pages}
    )


@login_required
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """All own requests, newest first, keyset paging by id."""
    mine = queries.my_requests(str(request.user.pk))
    before = request.GET.get("before", "")
    if before.isdecimal():
        mine = mine.filter(pk__lt=int(before))
    found = list(mine[: PER_PAGE + 1])
    rows = [status_of(instance) for instance in found[:PER_PAGE]]
    next_url = f"?before={found[PER_PAGE - 1].pk}" if len(found) > PER_PAGE else ""
    return render(request, "services/requests.html", {"rows": rows, "next_url": next_url})


@login_required
@require_POST
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Forget a begun form."""
    discard_draft(draft_id, person_id=str(request.user.pk))
    messages.success(request, _("The begun request was discarded."))
    return redirect("services:home")


def _waiting(person_id: str) -> list[dict[str, Any]]:
    """The own requests that were returned for correction."""
    tasks = queries.inbox(person_id).filter(assignee=person_id, role="")
    return [{"task": task, "status": status_of(task.instance)} for task in tasks]
