"""The registry of units: districts of a province, schools of a district (SARA-PORTAL-03…07)."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.backoffice import recording
from portal.backoffice.change_list import changes_of
from portal.backoffice.images import image_response
from portal.backoffice.models import SettingChange
from portal.backoffice.people_search import folded_match
from portal.backoffice.sections import page
from portal.backoffice.unit_forms import CHILD_KIND, RECORDED, NewUnitForm, UnitForm
from portal.formatting.reader import language
from workflows.directory.access import units_reached, units_with_role
from workflows.directory.models import Person, Unit
from workflows.directory.role_names import UNITS_MANAGER

PAGE = 50


@require_safe
def list_units(request: HttpRequest) -> HttpResponse:
    """The units in reach in the order of the tree; ``?after=`` pages on by path."""
    query, kind, after = (request.GET.get(name, "").strip() for name in ("q", "kind", "after"))
    units = folded_match(reached(request.user), query, ("name_fa", "name_en", "code"))
    if kind in Unit.Kind.values:
        units = units.filter(kind=kind)
    rows = list(
        units.filter(path__gt=after)
        .select_related("parent")
        .annotate(people=Count("employments", distinct=True), below=Count("children", distinct=True))
        .order_by("path")[: PAGE + 1]
    )
    following = request.GET.copy()
    following["after"] = rows[PAGE - 1].path if len(rows) > PAGE else ""
    context = {
        "units": rows[:PAGE],
        "total": units.count(),
        "next_url": f"?{following.urlencode()}" if len(rows) > PAGE else None,
        "previous_url": "?" if after else None,
        "kinds": kinds(),
        "query": query,
        "kind": kind,
    }
    return page(request, "backoffice/units.html", context)


def add_unit(request: HttpRequest) -> HttpResponse:
    parents = reached(request.user).filter(active=True, kind__in=list(CHILD_KIND))
    form = NewUnitForm(request.POST or None, request.FILES or None, parents=parents)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            unit = form.save()
            _record(request.user, unit, SettingChange.Action.CREATED, {})
        messages.success(request, _("%(unit)s was added.") % {"unit": unit.name(language())})
        return redirect("backoffice:units:edit", unit.pk)
    return page(request, "backoffice/unit_new.html", {"form": form}, status=422 if form.errors else 200)


def edit_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = _reached_unit(request, unit_id)
    before = recording.snapshot(unit, RECORDED)
    form = UnitForm(request.POST or None, request.FILES or None, instance=unit)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            unit = form.save()
            _record(request.user, unit, SettingChange.Action.CHANGED, before)
        messages.success(request, _("The data of %(unit)s are saved.") % {"unit": unit.name(language())})
        return redirect("backoffice:units:edit", unit.pk)
    shown = Unit.objects.select_related("parent").get(pk=unit.pk)
    context = {
        "form": form,
        "unit": shown,
        "changes": changes_of(SettingChange.Kind.UNIT, subject=unit.path),
        "may_close": may_close(request.user, shown),
    }
    return page(request, "backoffice/unit.html", context, status=422 if form.errors else 200)


@require_POST
def switch_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Close a unit, or open it again."""
    unit = _reached_unit(request, unit_id)
    if not may_close(request.user, unit):
        raise Http404
    before = recording.snapshot(unit, RECORDED)
    with transaction.atomic():
        unit.active = not unit.active
        unit.save(update_fields=["active"])
        _record(request.user, unit, SettingChange.Action.CHANGED, before)
    told = _("%(unit)s is open again.") if unit.active else _("%(unit)s is closed.")
    messages.success(request, told % {"unit": unit.name(language())})
    return redirect("backoffice:units:edit", unit.pk)


@require_safe
def stamp(request: HttpRequest, unit_id: int) -> HttpResponse:
    return image_response(_reached_unit(request, unit_id).stamp)


def may_close(person: Person, unit: Unit) -> bool:
    """Only units below the manager's own: nobody saws off the branch he sits on."""
    return any(unit.path.startswith(f"{place}/") for place in units_with_role(str(person.pk), UNITS_MANAGER))


def reached(person: Person) -> QuerySet[Unit]:
    """The units whose data the person manages."""
    return units_reached(str(person.pk), UNITS_MANAGER)


def kinds() -> list[tuple[str, str]]:
    """Kinds of units in words."""
    return [
        (Unit.Kind.PROVINCE, _("Province")),
        (Unit.Kind.DISTRICT, _("District")),
        (Unit.Kind.SCHOOL, _("School")),
    ]


def _reached_unit(request: HttpRequest, unit_id: int) -> Unit:
    return get_object_or_404(reached(request.user), pk=unit_id)


def _record(person: Person, unit: Unit, action: str, before: dict[str, object]) -> None:
    recording.record(
        person,
        SettingChange.Kind.UNIT,
        action,
        subject=unit.path,
        titles=(unit.name_fa, unit.name_en),
        unit_path=unit.path,
        before=before,
        after=recording.snapshot(unit, RECORDED),
    )
