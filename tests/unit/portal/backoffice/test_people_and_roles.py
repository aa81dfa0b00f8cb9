"""People in reach; roles given and revoked within the own ones, whatever is posted (SARA-PORTAL-10…13)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.backoffice.models import SettingChange
from portal.backoffice.people_search import search_people
from portal.backoffice.posts import today
from tests.factories.directory import hold, make_employee, make_officer
from tests.unit.portal.backoffice.office import signed_in
from workflows.directory.access import holds
from workflows.directory.models import Person, RoleHolding, Unit


@pytest.fixture
def teacher(units: dict[str, Unit]) -> Person:
    return make_employee(units["school-12"], first_name_fa="زهرا", last_name_fa="علی‌زاده")


@pytest.mark.parametrize("query", ["علی زاده", "علیزاده", "زهرا عليزاده", "zahra"])
def test_names_are_found_however_they_are_spelled(teacher: Person, query: str) -> None:
    Person.objects.filter(pk=teacher.pk).update(first_name_en="Zahra")
    assert list(search_people(Person.objects.all(), query)) == [teacher]


def test_numbers_are_found_in_any_digits(teacher: Person) -> None:
    persian = teacher.employment.personnel_number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert teacher in search_people(Person.objects.all(), persian)


def test_profile_shows_what_is_held_on_a_person(users_manager: Person, teacher: Person) -> None:
    page = signed_in(users_manager).get(reverse("backoffice:people:profile", args=[teacher.pk]))
    for shown in (teacher.national_id, teacher.father_name, teacher.employment.job_title, "Give a role"):
        assert shown in page.text


def test_only_what_the_manager_holds_is_offered(
    users_manager: Person, teacher: Person, units: dict[str, Unit]
) -> None:
    client, address = signed_in(users_manager), reverse("backoffice:people:grant", args=[teacher.pk])
    page = client.get(address)
    assert "role=letters.expert" in page.text
    assert "role=users.manager" in page.text
    assert "audit.auditor" not in page.text
    offered = client.get(address, {"role": "letters.expert"}).context["form"].fields["unit"].queryset
    assert set(offered) == {units["shahriar"], units["school-12"]}


def test_role_is_given_until_a_day_and_recorded(
    users_manager: Person, teacher: Person, units: dict[str, Unit]
) -> None:
    last = today() + timedelta(days=10)
    page = signed_in(users_manager).post(
        reverse("backoffice:people:grant", args=[teacher.pk]),
        {"role": "letters.expert", "unit": units["shahriar"].pk, "last_day": last.isoformat()},
    )
    assert page.headers["Location"] == reverse("backoffice:people:profile", args=[teacher.pk])
    holding = RoleHolding.objects.get(person=teacher)
    assert holding.ends_at is not None
    assert holds(str(teacher.pk), "letters.expert", "tehran/shahriar/school-12")
    change = SettingChange.objects.get()
    assert (change.kind, change.unit_path, change.after["role"]) == (
        "role",
        "tehran/shahriar",
        "letters.expert",
    )


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        ("audit.auditor", "shahriar"),  # not held by the grantor
        ("letters.expert", "rey"),  # another district
        ("letters.expert", "tehran"),  # above the own reach
        ("letters.nobody", "shahriar"),  # no role at all
        ("", "shahriar"),
    ],
)
def test_forged_grants_are_refused(
    users_manager: Person, teacher: Person, units: dict[str, Unit], role: str, unit: str
) -> None:
    page = signed_in(users_manager).post(
        reverse("backoffice:people:grant", args=[teacher.pk]), {"role": role, "unit": units[unit].pk}
    )
    assert page.status_code == 422
    assert not RoleHolding.objects.filter(person=teacher).exists()
    assert not SettingChange.objects.exists()


def test_nobody_grants_to_himself_or_to_strangers(users_manager: Person, units: dict[str, Unit]) -> None:
    client = signed_in(users_manager)
    data = {"role": "letters.expert", "unit": units["school-12"].pk}
    own = client.post(reverse("backoffice:people:grant", args=[users_manager.pk]), data)
    assert own.status_code == 403
    stranger = make_employee(units["rey"])
    assert client.post(reverse("backoffice:people:grant", args=[stranger.pk]), data).status_code == 404
    assert not SettingChange.objects.exists()


def test_role_is_revoked_by_who_could_give_it(
    users_manager: Person, teacher: Person, units: dict[str, Unit]
) -> None:
    holding = hold(teacher, "letters.expert", units["school-12"])
    client = signed_in(users_manager)
    client.post(reverse("backoffice:people:revoke", args=[teacher.pk, holding.pk]))
    assert not holds(str(teacher.pk), "letters.expert", "tehran/shahriar/school-12")
    assert SettingChange.objects.get().action == "ended"
    again = client.post(reverse("backoffice:people:revoke", args=[teacher.pk, holding.pk]))
    assert again.status_code == 404


def test_forged_revocation_is_refused(users_manager: Person, teacher: Person, units: dict[str, Unit]) -> None:
    foreign = hold(teacher, "audit.auditor", units["shahriar"])
    elsewhere = hold(teacher, "letters.expert", units["rey"])
    client = signed_in(users_manager)
    for holding in (foreign, elsewhere):
        page = client.post(reverse("backoffice:people:revoke", args=[teacher.pk, holding.pk]))
        assert page.status_code == 403
    assert RoleHolding.objects.filter(person=teacher, revoked_at=None).count() == 2
    assert not SettingChange.objects.exists()


def test_a_holding_of_another_person_is_not_revoked_through_this_one(
    users_manager: Person, teacher: Person, units: dict[str, Unit]
) -> None:
    other = make_officer(units["shahriar"], "letters.expert")
    holding = other.role_holdings.get()
    page = signed_in(users_manager).post(reverse("backoffice:people:revoke", args=[teacher.pk, holding.pk]))
    assert page.status_code == 404
