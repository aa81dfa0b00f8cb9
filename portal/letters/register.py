"""The register of a unit (دفتر اندیکاتور): a year's numbers in order, void ones in their place, gaps named."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from engine.errors import NotFound
from portal.formatting import digits
from portal.formatting.reader import language
from portal.letters.facts import holder_name
from portal.letters.reach import is_reader, units_in_reach
from portal.letters.validity import validity_of
from workflows.letters.models import Letter, LetterRegister
from workflows.letters.reports import register_report

MOST_MISSING = 50


@require_safe
@login_required
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """``?register=<unit path>:<Jalali year>``; without it the newest register in reach."""
    person_id = str(request.user.pk)
    if not is_reader(person_id):
        return redirect("letters:mine")
    registers = LetterRegister.objects.filter(unit__in=units_in_reach(person_id).order_by())
    found = list(registers.select_related("unit").order_by("-jalali_year", "unit__path"))
    chosen = _chosen(found, request.GET.get("register", ""))
    context = {"options": [(_key(row), _label(row), row == chosen) for row in found], "chosen": chosen}
    if chosen:
        report = register_report(chosen.unit, chosen.jalali_year)
        context |= {
            "report": report,
            "rows": [_row(letter) for letter in report.letters.defer("body_html", "letterhead_html")],
            "missing": [digits(serial) for serial in report.missing[:MOST_MISSING]],
            "unit": chosen.unit.name(language()),
            "year": digits(chosen.jalali_year),
        }
    return render(request, "letters/register.html", context)


def _chosen(registers: list[LetterRegister], key: str) -> LetterRegister | None:
    if not key:
        return registers[0] if registers else None
    for row in registers:
        if _key(row) == key:
            return row
    raise NotFound(kind="register", id=key)


def _key(row: LetterRegister) -> str:
    return f"{row.unit.path}:{row.jalali_year}"


def _label(row: LetterRegister) -> str:
    return f"{row.unit.name(language())} — {digits(row.jalali_year)}"


def _row(letter: Letter) -> dict[str, object]:
    return {"letter": letter, "state": validity_of(letter), "holder": holder_name(letter)}
