"""The list of what waits for the person."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.inbox import facets
from portal.inbox.filters import InboxFilters
from portal.inbox.listing import page_of
from portal.inbox.rows import rows_of

LAST_LIST = "inbox_last_list"


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Filters and order come from the address, so that a list can be shared as a link."""
    person_id, filters = str(request.user.pk), InboxFilters.of(request.GET)
    page = page_of(
        person_id, filters, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    if not page.tasks and not {"after", "before"}.isdisjoint(request.GET):
        return redirect(f"{reverse('inbox:home')}{filters.link()}")  # others have done all that was there
    if request.session.get(LAST_LIST) != filters.link():
        request.session[LAST_LIST] = filters.link()
    context = {
        "filters": filters,
        "rows": rows_of(page.tasks, person_id),
        "tabs": facets.tabs(person_id, filters),
        "choices": facets.choices(person_id, filters),
        "columns": _columns(filters),
        "clear_url": reverse("inbox:home") + filters.link(service="", step="", unit="", q=""),
        "previous_url": _page_link(filters, "before", page.previous),
        "next_url": _page_link(filters, "after", page.next),
    }
    return render(request, "inbox/home.html", context)


def _columns(filters: InboxFilters) -> list[dict[str, object]]:
    """Heads of the two columns that sort; a second click turns the order round."""
    titles = {"waiting": _("Waiting since"), "due": _("Deadline")}
    found = []
    for key, title in titles.items():
        current = filters.sort.lstrip("-") == key
        descending = filters.sort.startswith("-")
        order = ("descending" if descending else "ascending") if current else "none"
        turned = f"-{key}" if current and not descending else key
        found.append({"title": title, "order": order, "url": filters.link(sort=turned)})
    return found


def _page_link(filters: InboxFilters, name: str, cursor: str) -> str | None:
    if not cursor:
        return None
    link = filters.link()
    return f"{link}{'&' if len(link) > 1 else ''}{name}={cursor}"
