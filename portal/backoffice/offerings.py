"""Offerings of the units a forms manager reaches (SARA-FORM-04…06, 10…16)."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engine import clock
from portal.backoffice import recording
from portal.backoffice.change_list import changes_of
from portal.backoffice.models import SettingChange
from portal.backoffice.offering_forms import RECORDED, CopyForm, OfferingForm
from portal.backoffice.sections import page
from portal.formatting.reader import language
from workflows.catalogue.models import Offering, Order
from workflows.directory.access import units_reached
from workflows.directory.models import Person, Unit
from workflows.directory.role_names import FORMS_MANAGER

_TAKEN = ~Q(orders__state=Order.State.RELEASED)


@require_safe
def list_offerings(request: HttpRequest) -> HttpResponse:
    """The offerings in reach by unit, with the places taken."""
    unit = request.GET.get("unit", "")
    offerings = reached(request.user).select_related("unit")
    units = Unit.objects.filter(offerings__in=offerings.order_by()).distinct().order_by("path")
    if unit:
        offerings = offerings.filter(unit__path=unit)
    rows = offerings.annotate(
        taken=Count("orders", filter=_TAKEN),
        waiting=Count("orders", filter=Q(orders__state=Order.State.OPEN)),
    ).order_by("unit__path", f"title_{language()}")
    context = {
        "offerings": [(row, state_of(row), _left(row, row.taken)) for row in rows],
        "units": units,
        "unit": unit,
    }
    return page(request, "backoffice/offerings.html", context)


def copy_offering(request: HttpRequest, offering_id: int) -> HttpResponse:
    source = get_object_or_404(reached(request.user), pk=offering_id)
    units = (
        units_reached(str(request.user.pk), FORMS_MANAGER).filter(active=True).exclude(kind=Unit.Kind.SCHOOL)
    )
    initial = {"unit": source.unit_id, "title_fa": source.title_fa, "title_en": source.title_en}
    form = CopyForm(request.POST or None, units=units.order_by("path"), initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            made = _copied(source, form.cleaned_data)
            record_offering(request.user, made, SettingChange.Action.CREATED, {})
        messages.success(request, _("The service was added, switched off. Check it, then switch it on."))
        return redirect("backoffice:offerings:edit", made.pk)
    context = {"form": form, "source": source}
    return page(request, "backoffice/offering_copy.html", context, status=422 if form.errors else 200)


def edit_offering(request: HttpRequest, offering_id: int) -> HttpResponse:
    """Saving is refused when somebody saved in between; what was typed stays on the page."""
    get_object_or_404(reached(request.user), pk=offering_id)
    with transaction.atomic():
        locked = (
            reached(request.user).select_for_update(of=("self",))
            if request.method == "POST"
            else Offering.objects
        )
        offering = locked.get(pk=offering_id)
        before = recording.snapshot(offering, RECORDED)
        revision = recording.digest(before)
        form = OfferingForm(request.POST or None, instance=offering)
        is_stale = request.method == "POST" and request.POST.get("revision") != revision
        is_valid = form.is_valid()
        if is_stale and is_valid and recording.snapshot(form.instance, RECORDED) == before:
            is_stale = False  # the same entries once more: a double click, or a colleague of one mind
        if is_valid and not is_stale:
            record_offering(request.user, form.save(), SettingChange.Action.CHANGED, before)
            messages.success(request, _("The service is saved."))
            return redirect("backoffice:offerings:edit", offering.pk)
    status = 409 if is_stale else 422 if form.errors else 200
    context = {"form": form, "is_stale": is_stale, "revision": revision, **_around(offering_id)}
    return page(request, "backoffice/offering.html", context, status=status)


def reached(person: Person) -> QuerySet[Offering]:
    """The offerings whose unit the person's role reaches."""
    return Offering.objects.filter(unit__in=units_reached(str(person.pk), FORMS_MANAGER))


def state_of(offering: Offering) -> tuple[str, str]:
    """(kind of badge, words) of whether it can be ordered now."""
    now = clock.now()
    if not offering.enabled:
        return "neutral", _("Switched off")
    if offering.opens_at and now < offering.opens_at:
        return "info", _("Not yet open")
    if offering.closes_at and now >= offering.closes_at:
        return "warning", _("Period ended")
    return "success", _("Open")


def record_offering(person: Person, offering: Offering, action: str, before: dict[str, Any]) -> None:
    recording.record(
        person,
        SettingChange.Kind.OFFERING,
        action,
        subject=offering.code,
        titles=(offering.title_fa, offering.title_en),
        unit_path=offering.unit.path,
        before=before,
        after=recording.snapshot(offering, RECORDED),
    )


def _around(offering_id: int) -> dict[str, Any]:
    """What stands beside the form: state, places, the latest orders and changes; read anew."""
    offering = Offering.objects.select_related("unit").get(pk=offering_id)
    counts = dict(offering.orders.order_by().values_list("state").annotate(Count("pk")))
    taken = sum(count for state, count in counts.items() if state != Order.State.RELEASED)
    return {
        "offering": offering,
        "state": state_of(offering),
        "waiting": counts.get(Order.State.OPEN, 0),
        "fulfilled": counts.get(Order.State.FULFILLED, 0),
        "released": counts.get(Order.State.RELEASED, 0),
        "left": _left(offering, taken),
        "orders": [(order, _order_words(order)) for order in offering.orders.all()[:8]],
        "changes": changes_of(SettingChange.Kind.OFFERING, subject=offering.code),
    }


def _left(offering: Offering, taken: int) -> int | None:
    return None if offering.total_limit is None else max(0, offering.total_limit - taken)


def _order_words(order: Order) -> tuple[str, str]:
    words = {
        Order.State.OPEN: ("info", _("In progress")),
        Order.State.FULFILLED: ("success", _("Letter issued")),
        Order.State.RELEASED: ("neutral", _("Place given back")),
    }
    return words[Order.State(order.state)]


def _copied(source: Offering, chosen: dict[str, Any]) -> Offering:
    made = Offering.objects.get(pk=source.pk)
    made.pk, made._state.adding, made.enabled = None, True, False
    for name, value in chosen.items():
        setattr(made, name, value)
    made.save()
    return made
