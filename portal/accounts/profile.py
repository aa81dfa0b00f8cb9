"""What the office knows about the signed-in person, the own roles, language and calendar."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.accounts.role_titles import role_title
from portal.formatting import day, digits
from portal.formatting.reader import language
from workflows.directory.holdings import current_holdings
from workflows.directory.models import Employment, Person


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    person = request.user
    holdings = current_holdings().filter(person=person).select_related("unit").order_by("role")
    context = {
        "identity": _identity(person),
        "employment": _employment(Employment.objects.select_related("unit").filter(person=person).first()),
        "family": person.family_members.all() if hasattr(person, "family_members") else [],
        "holdings": [(role_title(row.role), row.unit.name(language()), row.ends_at) for row in holdings],
    }
    return render(request, "accounts/profile.html", context)


def _identity(person: Person) -> list[tuple[str, str]]:
    return [
        (_("Name"), person.full_name(language())),
        (_("Father's name"), person.father_name),
        (_("National id"), digits(person.national_id)),
        (_("Birth date"), day(person.birth_date)),
        (_("Mobile"), digits(person.mobile)),
        (_("E-mail"), person.email),
    ]


def _employment(record: Employment | None) -> list[tuple[str, str]]:
    if record is None:
        return []
    return [
        (_("Personnel number"), digits(record.personnel_number)),
        (_("Status"), _status(record)),
        (_("Place of service"), record.unit.name(language())),
        (_("Job title"), record.job_title),
        (_("Hired on"), day(record.hired_on)),
    ]


def _status(record: Employment) -> str:
    return (
        _("Retired since %(day)s") % {"day": day(record.retired_on)} if record.retired_on else _("Employed")
    )
