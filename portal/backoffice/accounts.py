"""Opening a person's account anew: a one-time password, the end of a lock-out; recorded, never the password."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.accounts.lock_out import is_locked, unlock
from portal.backoffice import recording
from portal.backoffice.models import SettingChange
from portal.backoffice.people import people_reached
from portal.backoffice.sections import page
from workflows.directory.holdings import current_holdings
from workflows.directory.models import Employment, Person
from workflows.directory.one_time import account_state, check_account, set_one_time_password


@require_POST
@never_cache
def set_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """Shows the password this once; a page sent again makes no other, the first may be handed over already.

    Raises NotAuthorised when the account is not the reader's to open.
    """
    get_object_or_404(people_reached(request.user), pk=person_id)
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person_id)
        if request.POST.get("seen", "") != account_state(person):
            messages.warning(
                request, _("Nothing was done: the account has changed since this page was made.")
            )
            return redirect("backoffice:people:profile", person.pk)
        before = _facts(person)
        password = set_one_time_password(request.user, person)
        unlock(person)
        _record(request.user, person, before)
    return page(request, "backoffice/one_time_password.html", {"person": person, "password": password})


@require_POST
def unlock_account(request: HttpRequest, person_id: int) -> HttpResponse:
    """The person may try again at once, with the present password."""
    person = get_object_or_404(people_reached(request.user), pk=person_id)
    check_account(request.user, person)
    before = _facts(person)
    with transaction.atomic():
        unlock(person)
        _record(request.user, person, before)
    messages.success(request, _("The account is open again."))
    return redirect("backoffice:people:profile", person.pk)


def _facts(person: Person) -> dict[str, Any]:
    until = person.one_time_until
    return {"one_time_until": until.isoformat() if until else None, "locked": is_locked(person)}


def _record(manager: Person, person: Person, before: dict[str, Any]) -> None:
    recording.record(
        manager,
        SettingChange.Kind.ACCOUNT,
        SettingChange.Action.CHANGED,
        subject=person.pk,
        titles=(person.full_name("fa"), person.full_name("en")),
        unit_path=_unit_path(person),
        before=before,
        after=_facts(person),
    )


def _unit_path(person: Person) -> str:
    """Whose auditors see it: where the person works, else where a role is held."""
    works_at = Employment.objects.filter(person=person).values_list("unit__path", flat=True)
    holds_at = current_holdings().filter(person=person).order_by("pk").values_list("unit__path", flat=True)
    return works_at.first() or holds_at[0]
