"""Offerings: everything a forms manager may set, and a stale edit that loses nothing (SARA-FORM-04…16)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from portal.backoffice.models import SettingChange
from tests.factories.catalogue import OfferingFactory
from tests.factories.directory import make_officer
from tests.unit.portal.backoffice.office import signed_in
from workflows.catalogue.models import Offering
from workflows.directory.models import Person, Unit


@pytest.fixture
def offering(units: dict[str, Unit]) -> Offering:
    return OfferingFactory(unit=units["shahriar"], letter_key="letters/bank_loan", ceilings=["500000"])


def shown(client: Any, offering: Offering) -> dict[str, Any]:
    """What the browser would post back unchanged."""
    page = client.get(reverse("backoffice:offerings:edit", args=[offering.pk]))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    return {
        "revision": page.context["revision"],
        **{name: value for name, value in data.items() if value not in (None, False)},
    }


def save(client: Any, offering: Offering, data: dict[str, Any]) -> Any:
    return client.post(reverse("backoffice:offerings:edit", args=[offering.pk]), data)


def test_saving_what_was_shown_changes_nothing(forms_manager: Person, offering: Offering) -> None:
    client = signed_in(forms_manager)
    assert save(client, offering, shown(client, offering)).status_code == 302
    assert not SettingChange.objects.exists()


def test_everything_is_set_in_persian(forms_manager: Person, offering: Offering) -> None:
    client = signed_in(forms_manager, "fa")
    data = shown(client, offering) | {
        "total_limit": "۵۰", "per_person_limit": "۲", "opens_on": "۱۴۰۵/۰۱/۰۱", "closes_on": "۱۴۰۵/۰۱/۳۱",
        "ceilings": "۱٬۰۰۰٬۰۰۰\n۵۰۰۰۰۰\n", "paper_size": "A5", "approval_steps": "1", "audience": "retired",
        "validity_days": "۴۵", "form_key": "sports_discount",
    }  # fmt: skip
    data.pop("print_stamp")
    assert save(client, offering, data).status_code == 302
    made = Offering.objects.get(pk=offering.pk)
    assert (made.total_limit, made.per_person_limit, made.ceilings) == (50, 2, ["500000", "1000000"])
    assert (made.paper_size, made.approval_steps, made.audience, made.validity_days) == (
        "A5",
        1,
        "retired",
        45,
    )
    assert (made.print_stamp, made.print_signature, made.form_key) == (False, True, "sports_discount")
    assert made.opens_at == datetime(2026, 3, 20, 20, 30, tzinfo=UTC)
    assert made.closes_at == datetime(2026, 4, 20, 20, 30, tzinfo=UTC)
    again = shown(client, made)
    assert (again["opens_on"], again["closes_on"]) == ("۱۴۰۵/۰۱/۰۱", "۱۴۰۵/۰۱/۳۱")
    assert "total_limit" in SettingChange.objects.get().after


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title_fa": ""}, "Fill this in."),
        ({"total_limit": "0"}, "not below 1"),
        ({"closes_on": "2025-01-01", "opens_on": "2025-02-01"}, "The last day is before the first one."),
        ({"opens_on": "1404/12/31"}, "Enter a day that exists"),
        ({"ceilings": "100\nviel"}, "is no amount"),
        ({"form_key": "review"}, "Choose one of the values offered."),
        ({"letter_key": "../secret"}, "Choose one of the values offered."),
        ({"approval_steps": "3"}, "Choose one of the values offered."),
    ],
)
def test_bad_input_is_told_and_nothing_is_saved(
    forms_manager: Person, offering: Offering, changed: dict[str, str], told: str
) -> None:
    client = signed_in(forms_manager)
    page = save(client, offering, shown(client, offering) | {"title_en": "Half done"} | changed)
    assert page.status_code == 422
    assert told in page.text
    assert "Half done" in page.text
    assert Offering.objects.get(pk=offering.pk).title_en != "Half done"


def test_stale_edit_is_refused_with_what_was_typed(
    forms_manager: Person, offering: Offering, units: dict[str, Unit]
) -> None:
    client, colleague = signed_in(forms_manager), signed_in(make_officer(units["tehran"], "forms.manager"))
    mine, theirs = shown(client, offering), shown(colleague, offering)
    assert save(colleague, offering, theirs | {"validity_days": "60"}).status_code == 302
    page = save(client, offering, mine | {"title_en": "My own title"})
    assert page.status_code == 409
    assert "A colleague has saved this service in the meantime." in page.text
    assert 'value="My own title"' in page.text
    assert "60" in page.text
    kept = Offering.objects.get(pk=offering.pk)
    assert (kept.validity_days, kept.title_en) == (60, offering.title_en)
    again = save(client, offering, mine | {"title_en": "My own title", "revision": page.context["revision"]})
    assert again.status_code == 302
    assert Offering.objects.get(pk=offering.pk).title_en == "My own title"


def test_double_click_saves_once(forms_manager: Person, offering: Offering) -> None:
    client = signed_in(forms_manager)
    data = shown(client, offering) | {"title_en": "Twice"}
    assert [save(client, offering, data).status_code for _ in range(2)] == [302, 302]
    assert SettingChange.objects.count() == 1


def test_copy_starts_switched_off_and_without_orders(
    forms_manager: Person, offering: Offering, units: dict[str, Unit]
) -> None:
    client = signed_in(forms_manager)
    data = {
        "unit": units["shahriar"].pk,
        "code": "loan-two",
        "title_fa": "وام دوم",
        "title_en": "Second loan",
    }
    page = client.post(reverse("backoffice:offerings:copy", args=[offering.pk]), data)
    made = Offering.objects.get(code="loan-two")
    assert page.headers["Location"] == reverse("backoffice:offerings:edit", args=[made.pk])
    assert (made.enabled, made.ceilings, made.form_key, made.orders.count()) == (
        False,
        ["500000"],
        offering.form_key,
        0,
    )
    assert Offering.objects.get(pk=offering.pk).enabled
    assert SettingChange.objects.get().action == "created"


@pytest.mark.parametrize("unit", ["rey", "tehran", "school-12"])
def test_copy_into_a_unit_outside_the_reach_is_refused(
    forms_manager: Person, offering: Offering, units: dict[str, Unit], unit: str
) -> None:
    page = signed_in(forms_manager).post(
        reverse("backoffice:offerings:copy", args=[offering.pk]),
        {"unit": units[unit].pk, "code": "forged", "title_fa": "الف", "title_en": "A"},
    )
    assert page.status_code == 422
    assert not Offering.objects.filter(code="forged").exists()
