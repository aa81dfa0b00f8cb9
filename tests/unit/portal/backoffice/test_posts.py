"""Posts and their holders: from–to, one a day, signature (SARA-PORTAL-07, 08)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from portal.backoffice.models import SettingChange
from portal.backoffice.posts import today
from tests.factories.directory import make_chief, make_employee, make_officer
from tests.unit.portal.backoffice.office import disguised, image, signed_in
from workflows.directory.models import Person, Post, PostHolder, Unit


def test_post_of_chief_manager_exists_once(units: dict[str, Unit], units_manager: Person) -> None:
    client, address = signed_in(units_manager), reverse("backoffice:posts:add", args=[units["rey"].pk])
    data = {"kind": "chief_manager", "title_fa": "رئیس", "title_en": "Head"}
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 422
    assert Post.objects.filter(unit=units["rey"]).count() == 1


def test_appointing_ends_the_present_holder_the_day_before(
    units: dict[str, Unit], units_manager: Person
) -> None:
    before = make_chief(units["shahriar"])
    after = make_employee(units["shahriar"])
    post = Post.objects.get(unit=units["shahriar"])
    signed_in(units_manager, "fa").post(
        reverse("backoffice:posts:appoint", args=[post.pk]),
        {
            "number": after.employment.personnel_number,
            "from_date": "۱۴۰۵/۰۱/۰۱",
            "end_present": "1",
            "signature": image(),
        },
    )
    first = date(2026, 3, 21)
    assert PostHolder.objects.get(person=before).to_date == first - timedelta(days=1)
    made = PostHolder.objects.get(person=after)
    assert (made.from_date, made.to_date, bool(made.signature)) == (first, None, True)
    assert list(SettingChange.objects.values_list("action", flat=True)) == ["created", "ended"]


def test_two_holders_at_once_are_refused_and_nobody_is_ended(
    units: dict[str, Unit], units_manager: Person
) -> None:
    before = make_chief(units["shahriar"])
    post = Post.objects.get(unit=units["shahriar"])
    number = make_employee(units["shahriar"]).national_id
    address = reverse("backoffice:posts:appoint", args=[post.pk])
    page = signed_in(units_manager).post(address, {"number": number, "from_date": "2026-01-01"})
    assert page.status_code == 422
    assert "Somebody else holds this post" in page.text
    page = signed_in(units_manager).post(
        address, {"number": number, "from_date": "2026-01-01", "to_date": "2025-01-01", "end_present": "1"}
    )
    assert page.status_code == 422
    assert PostHolder.objects.get(person=before).to_date is None
    assert not SettingChange.objects.exists()


def test_only_employees_in_reach_are_appointed(units: dict[str, Unit]) -> None:
    make_chief(units["shahriar"])
    stranger = make_employee(units["rey"])
    post = Post.objects.get(unit=units["shahriar"])
    page = signed_in(make_officer(units["shahriar"], "units.manager")).post(
        reverse("backoffice:posts:appoint", args=[post.pk]),
        {"number": stranger.national_id, "from_date": "2027-01-01", "end_present": "1"},
    )
    assert page.status_code == 422
    assert "No employee of your units has this number." in page.text


@pytest.mark.parametrize("day", ["1404/13/01", "2025-02-30", "soon"])
def test_days_that_do_not_exist_are_refused(units: dict[str, Unit], units_manager: Person, day: str) -> None:
    make_chief(units["shahriar"])
    post = Post.objects.get(unit=units["shahriar"])
    page = signed_in(units_manager).post(
        reverse("backoffice:posts:appoint", args=[post.pk]),
        {"number": make_employee(units["rey"]).national_id, "from_date": day, "end_present": "1"},
    )
    assert page.status_code == 422
    assert "Enter a day that exists" in page.text
    assert day in page.text


def test_holding_ends_and_signature_is_judged_by_content(
    units: dict[str, Unit], units_manager: Person
) -> None:
    holder = PostHolder.objects.get(person=make_chief(units["shahriar"]))
    client, address = signed_in(units_manager), reverse("backoffice:posts:holder", args=[holder.pk])
    data = {"from_date": "2015-03-21", "to_date": today().isoformat()}
    assert client.post(address, {**data, "signature": disguised()}).status_code == 422
    assert client.post(address, {**data, "signature": image()}).status_code == 302
    assert PostHolder.objects.get(pk=holder.pk).to_date == today()
    shown = client.get(reverse("backoffice:posts:signature", args=[holder.pk]))
    assert shown.headers["Content-Type"] == "image/png"
    assert SettingChange.objects.get().after["to_date"] == today().isoformat()
