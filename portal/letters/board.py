"""The letters list of officers, its Excel file, and the reader's own letters."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.formatting import calendar, day, number
from portal.formatting.reader import language
from portal.letters.downloads import XLSX, attach
from portal.letters.filters import SIZES, LettersQuery
from portal.letters.reach import is_reader, letters_in_reach, units_in_reach
from portal.letters.validity import STATES, today, validity_of
from workflows.letters.models import Letter
from workflows.letters.reports import letters_workbook
from workflows.letters.search import letters_of

PAGE = 30


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Officers see the letters in their reach; everybody else the own ones (SARA-LETTER-01…04)."""
    person_id = str(request.user.pk)
    if not is_reader(person_id):
        return redirect("letters:mine")
    query, reach = LettersQuery.of(request.GET), letters_in_reach(person_id)
    letters = query.apply(reach)
    rows, next_cursor = _page(letters, request.GET.get("after", ""))
    total = letters.order_by().count()
    context = {
        "query": query,
        "rows": [(letter, validity_of(letter)) for letter in rows],
        "services": _services(reach),
        "units": [(unit.path, unit.name(language())) for unit in units_in_reach(person_id)],
        "states": [(state.name, state.title) for state in STATES.values()],
        "sizes": SIZES,
        "example_day": day(today(), "short"),
        "error_links": [{"target": name, "text": text} for name, text in query.errors.items()],
        "count_text": ngettext("%(count)s letter", "%(count)s letters", total) % {"count": number(total)},
        "export_url": reverse("letters:export") + query.link(),
        "export_all_url": reverse("letters:export"),
        "first_url": query.link() if request.GET.get("after") else None,
        "next_url": _with_cursor(query, next_cursor),
    }
    return render(request, "letters/home.html", context)


@require_safe
@login_required
@never_cache
def export(request: HttpRequest) -> HttpResponse:
    """An Excel file of exactly the filtered letters, or of all in reach (SARA-LETTER-05)."""
    letters = LettersQuery.of(request.GET).apply(letters_in_reach(str(request.user.pk)))
    content = letters_workbook(letters, language=language(), calendar=calendar())
    name = _("letters") + f"-{today():%Y%m%d}.xlsx"
    return attach(HttpResponse(content, content_type=XLSX), name)


@require_safe
@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The reader's own letters; a letter exists only once it is approved (SARA-LETTER-10, 11)."""
    letters = letters_of(str(request.user.pk)).defer("body_html", "letterhead_html")
    rows = [(letter, validity_of(letter)) for letter in letters]
    return render(request, "letters/mine.html", {"rows": rows, "room": "services"})


def _services(letters: QuerySet[Letter]) -> list[tuple[str, str]]:
    """Every service with a letter in reach, by the title it had last."""
    titles = {}
    rows = letters.order_by("issued_at").values_list("offering_code", "title_fa", "title_en").distinct()
    for code, title_fa, title_en in rows:
        titles[code] = title_fa if language() == "fa" else title_en
    return sorted(titles.items(), key=lambda option: option[1])


def _page(letters: QuerySet[Letter], after: str) -> tuple[list[Letter], str]:
    """One page, newest first, and the cursor of the next one (empty when there is none)."""
    if cursor := _read(after):
        issued_at, pk = cursor
        letters = letters.filter(Q(issued_at__lt=issued_at) | Q(issued_at=issued_at, pk__lt=pk))
    found = list(letters.order_by("-issued_at", "-pk")[: PAGE + 1])
    rows = found[:PAGE]
    return rows, _write(rows[-1]) if len(found) > PAGE else ""


def _with_cursor(query: LettersQuery, cursor: str) -> str | None:
    link = query.link()
    return f"{link}{'&' if len(link) > 1 else ''}after={cursor}" if cursor else None


def _write(letter: Letter) -> str:
    return urlsafe_b64encode(f"{letter.issued_at.isoformat()} {letter.pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[Any, int] | None:
    try:
        moment, _space, pk = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
        return datetime.fromisoformat(moment), int(pk)
    except (NotBase64, UnicodeDecodeError, ValueError):
        return None
