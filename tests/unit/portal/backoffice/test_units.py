"""Units: add, edit, stamp, close; every change is on record (SARA-PORTAL-03…06)."""

import pytest
from django.urls import reverse

from portal.backoffice.models import SettingChange
from tests.factories.directory import make_officer
from tests.unit.portal.backoffice.office import disguised, image, signed_in
from workflows.directory.models import Person, Unit

DATA = {
    "name_fa": "شهرستان‌های نو",
    "name_en": "New town",
    "fund_reserve_minimum": "۱۲٬۵۰۰٬۰۰۰",
    "letter_prefix": "نو",
    "first_letter_number": "۱۰۰",
}


def test_district_is_added_below_the_province_and_recorded(
    units: dict[str, Unit], units_manager: Person
) -> None:
    client = signed_in(units_manager)
    page = client.post(
        reverse("backoffice:units:add"), {**DATA, "parent": units["tehran"].pk, "code": "new-town"}
    )
    made = Unit.objects.get(code="new-town")
    assert page.headers["Location"] == reverse("backoffice:units:edit", args=[made.pk])
    assert (made.path, made.kind, made.fund_reserve_minimum, made.first_letter_number) == (
        "tehran/new-town",
        Unit.Kind.DISTRICT,
        12_500_000,
        100,
    )
    change = SettingChange.objects.get()
    assert (change.action, change.unit_path, change.person) == ("created", "tehran/new-town", units_manager)
    assert change.after["fund_reserve_minimum"] == "12500000"


def test_below_a_district_stands_a_school(units: dict[str, Unit], units_manager: Person) -> None:
    signed_in(units_manager).post(
        reverse("backoffice:units:add"), {**DATA, "parent": units["rey"].pk, "code": "school-99"}
    )
    assert Unit.objects.get(code="school-99").kind == Unit.Kind.SCHOOL


def test_forged_parent_outside_the_reach_is_refused(units: dict[str, Unit]) -> None:
    client = signed_in(make_officer(units["shahriar"], "units.manager"))
    for foreign in ("tehran", "rey"):
        page = client.post(
            reverse("backoffice:units:add"), {**DATA, "parent": units[foreign].pk, "code": "x"}
        )
        assert page.status_code == 422
    assert not Unit.objects.filter(code="x").exists()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name_fa": ""}, "Fill this in."),
        ({"fund_reserve_minimum": "-1"}, "not below 0"),
        ({"fund_reserve_minimum": "zehn"}, "Enter a whole number."),
        ({"first_letter_number": "0"}, "not below 1"),
        ({"letter_prefix": "ش"}, "Another unit uses this prefix."),
    ],
)
def test_bad_input_is_told_and_what_was_typed_stays(
    units: dict[str, Unit], units_manager: Person, changed: dict[str, str], told: str
) -> None:
    page = signed_in(units_manager).post(
        reverse("backoffice:units:edit", args=[units["rey"].pk]), {**DATA, **changed}
    )
    assert page.status_code == 422
    assert told in page.text
    assert 'value="New town"' in page.text
    assert not SettingChange.objects.exists()
    assert Unit.objects.get(pk=units["rey"].pk).name_en != "New town"


def test_change_names_only_what_differs(units: dict[str, Unit], units_manager: Person) -> None:
    unit = units["rey"]
    same = {
        "name_fa": unit.name_fa,
        "name_en": "Rey district",
        "fund_reserve_minimum": "0",
        "letter_prefix": "",
        "first_letter_number": "1",
    }
    client = signed_in(units_manager)
    client.post(reverse("backoffice:units:edit", args=[unit.pk]), same)
    client.post(reverse("backoffice:units:edit", args=[unit.pk]), same)
    change = SettingChange.objects.get()
    assert (change.before, change.after) == ({"name_en": unit.name_en}, {"name_en": "Rey district"})
    assert "Rey district" in client.get(reverse("backoffice:units:edit", args=[unit.pk])).text


def test_stamp_is_kept_shown_and_recorded_by_its_content(
    units: dict[str, Unit], units_manager: Person
) -> None:
    client, address = signed_in(units_manager), reverse("backoffice:units:edit", args=[units["rey"].pk])
    assert client.post(address, {**DATA, "stamp": image()}).status_code == 302
    shown = client.get(reverse("backoffice:units:stamp", args=[units["rey"].pk]))
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/png")
    assert "no-store" in shown.headers["Cache-Control"]
    assert len(SettingChange.objects.get().after["stamp"]) == 64
    assert Unit.objects.get(pk=units["rey"].pk).stamp.size > 0
    assert reverse("backoffice:units:stamp", args=[units["rey"].pk]) in client.get(address).text
    assert client.post(address, {**DATA, "name_en": "Renamed"}).status_code == 302
    assert SettingChange.objects.first().after == {"name_en": "Renamed"}
    client.post(address, {**DATA, "stamp-clear": "on"})
    assert client.get(reverse("backoffice:units:stamp", args=[units["rey"].pk])).status_code == 404


@pytest.mark.parametrize("upload", [disguised(), image("stamp.png", (3100, 10)), image("stamp.svg")])
def test_stamp_is_judged_by_content_size_and_name(
    units: dict[str, Unit], units_manager: Person, upload: object
) -> None:
    upload.seek(0)  # type: ignore[attr-defined]
    page = signed_in(units_manager).post(
        reverse("backoffice:units:edit", args=[units["rey"].pk]), {**DATA, "stamp": upload}
    )
    assert page.status_code == 422
    assert "image" in page.text
    assert not Unit.objects.get(pk=units["rey"].pk).stamp


def test_unit_is_closed_and_opened_again_but_never_the_managers_own(units: dict[str, Unit]) -> None:
    client = signed_in(make_officer(units["shahriar"], "units.manager"))
    school = reverse("backoffice:units:switch", args=[units["school-12"].pk])
    client.post(school)
    assert not Unit.objects.get(code="school-12").active
    client.post(school)
    assert Unit.objects.get(code="school-12").active
    assert client.post(reverse("backoffice:units:switch", args=[units["shahriar"].pk])).status_code == 404
    assert SettingChange.objects.count() == 2


def test_units_are_found_however_they_are_spelled(units: dict[str, Unit], units_manager: Person) -> None:
    Unit.objects.filter(code="rey").update(name_fa="شهرک‌ ري")
    found = signed_in(units_manager, "fa").get(reverse("backoffice:units:list"), {"q": "شهرك ری"})
    assert "tehran/rey" in found.text
    assert "tehran/shahriar" not in found.text


def test_a_record_is_never_changed_nor_deleted(units: dict[str, Unit], units_manager: Person) -> None:
    signed_in(units_manager).post(reverse("backoffice:units:edit", args=[units["rey"].pk]), DATA)
    change = SettingChange.objects.get()
    with pytest.raises(TypeError):
        change.save()
    with pytest.raises(TypeError):
        change.delete()
