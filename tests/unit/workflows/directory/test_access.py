"""A user manager gives only what he holds, within his reach (SARA-PORTAL-10…13)."""

from datetime import UTC, datetime, timedelta

import pytest

from engine import clock
from engine.errors import NotAuthorised, NotFound
from tests.factories.directory import hold, make_employee, make_officer, make_tree
from workflows.directory.access import (
    Grantable,
    grant_role,
    grantable,
    holds,
    revoke_role,
    units_reached,
    units_with_role,
)
from workflows.directory.holdings import holdings
from workflows.directory.models import RoleHolding, Unit
from workflows.directory.remembering import remembering

pytestmark = pytest.mark.django_db
MANAGER, EXPERT = "users.manager", "letters.expert"


@pytest.fixture
def units() -> dict[str, Unit]:
    return make_tree()


def test_role_reaches_its_unit_and_everything_below_and_nothing_else(units: dict[str, Unit]) -> None:
    officer = str(make_officer(units["shahriar"], EXPERT).pk)
    assert holds(officer, EXPERT, "tehran/shahriar")
    assert holds(officer, EXPERT, "tehran/shahriar/school-12")
    for path in ("tehran", "tehran/rey", "tehran/shahriar-2", ""):
        assert not holds(officer, EXPERT, path)
    assert not holds(officer, "letters.chief", "tehran/shahriar")


def test_grantor_gives_what_he_holds_within_his_reach(units: dict[str, Unit]) -> None:
    grantor = make_officer(units["tehran"], MANAGER, EXPERT)
    receiver = make_employee(units["shahriar"])
    holding = grant_role(grantor, receiver, EXPERT, units["shahriar"])
    assert holding.granted_by == grantor
    assert units_with_role(str(receiver.pk), EXPERT) == ["tehran/shahriar"]


def test_grantor_cannot_give_a_role_he_does_not_hold(units: dict[str, Unit]) -> None:
    grantor = make_officer(units["tehran"], MANAGER)
    with pytest.raises(NotAuthorised) as refused:
        grant_role(grantor, make_employee(units["rey"]), EXPERT, units["rey"])
    assert refused.value.params["reason_code"] == "role-not-held"


def test_holder_of_a_role_who_manages_no_users_gives_nothing(units: dict[str, Unit]) -> None:
    with pytest.raises(NotAuthorised) as refused:
        grant_role(make_officer(units["tehran"], EXPERT), make_employee(units["rey"]), EXPERT, units["rey"])
    assert refused.value.params["reason_code"] == "unit-not-managed"


@pytest.mark.parametrize("target", ["tehran", "rey", "school-7"])
def test_district_manager_gives_nothing_outside_the_district(units: dict[str, Unit], target: str) -> None:
    grantor = make_officer(units["shahriar"], MANAGER, EXPERT)
    with pytest.raises(NotAuthorised):
        grant_role(grantor, make_employee(units["rey"]), EXPERT, units[target])
    assert not RoleHolding.objects.exclude(person=grantor).exists()


def test_role_held_below_the_managed_unit_is_given_only_there(units: dict[str, Unit]) -> None:
    grantor = make_officer(units["tehran"], MANAGER)
    hold(grantor, EXPERT, units["shahriar"])
    receiver = make_employee(units["rey"])
    with pytest.raises(NotAuthorised):
        grant_role(grantor, receiver, EXPERT, units["rey"])
    assert grant_role(grantor, receiver, EXPERT, units["school-12"])


def test_nobody_changes_the_own_roles(units: dict[str, Unit]) -> None:
    grantor = make_officer(units["tehran"], MANAGER, EXPERT)
    for change in (grant_role, revoke_role):
        with pytest.raises(NotAuthorised):
            change(grantor, grantor, EXPERT, units["tehran"])


def test_grantable_lists_where_reach_and_role_meet(units: dict[str, Unit]) -> None:
    grantor = make_officer(units["shahriar"], MANAGER)
    hold(grantor, EXPERT, units["tehran"])
    hold(grantor, "audit.auditor", units["school-12"])
    hold(grantor, "forms.manager", units["rey"])
    assert grantable(grantor) == [
        Grantable("audit.auditor", "tehran/shahriar/school-12"),
        Grantable(EXPERT, "tehran/shahriar"),
        Grantable(MANAGER, "tehran/shahriar"),
    ]


def test_grant_never_outlives_the_grantors_own(units: dict[str, Unit]) -> None:
    grantor = make_officer(units["tehran"], MANAGER)
    end = clock.now() + timedelta(days=30)
    RoleHolding.objects.create(
        person=grantor, role=EXPERT, unit=units["tehran"], granted_at=clock.now(), ends_at=end
    )
    receiver = make_employee(units["rey"])
    assert grant_role(grantor, receiver, EXPERT, units["rey"]).ends_at == end
    sooner = end - timedelta(days=5)
    assert grant_role(grantor, receiver, EXPERT, units["rey"], ends_at=sooner).ends_at == sooner


def test_ended_and_revoked_roles_and_those_of_closed_accounts_count_no_more(units: dict[str, Unit]) -> None:
    officer = make_officer(units["rey"], EXPERT)
    person = str(officer.pk)
    RoleHolding.objects.update(ends_at=datetime(2030, 1, 1, tzinfo=UTC))
    assert holds(person, EXPERT, "tehran/rey")
    with clock.travel(datetime(2030, 1, 1, tzinfo=UTC)):
        assert not holds(person, EXPERT, "tehran/rey")
    officer.is_active = False
    officer.save()
    assert holdings(person) == frozenset()


def test_revoked_role_is_gone_but_its_record_stays(units: dict[str, Unit]) -> None:
    grantor = make_officer(units["tehran"], MANAGER, EXPERT)
    receiver = make_officer(units["rey"], EXPERT)
    revoke_role(grantor, receiver, EXPERT, units["rey"])
    assert not holds(str(receiver.pk), EXPERT, "tehran/rey")
    assert RoleHolding.objects.get(person=receiver).revoked_by == grantor
    with pytest.raises(NotFound):
        revoke_role(grantor, receiver, EXPERT, units["rey"])
    assert grant_role(grantor, receiver, EXPERT, units["rey"]).revoked_at is None


def test_holdings_are_read_once_in_a_request_and_again_after_a_change(
    units: dict[str, Unit], django_assert_num_queries: object
) -> None:
    grantor = make_officer(units["tehran"], MANAGER, EXPERT)
    receiver = make_employee(units["rey"])
    person = str(receiver.pk)
    with remembering():
        with django_assert_num_queries(1):  # type: ignore[operator]
            holdings(person), holdings(person)
        grant_role(grantor, receiver, EXPERT, units["rey"])
        assert holds(person, EXPERT, "tehran/rey")
        revoke_role(grantor, receiver, EXPERT, units["rey"])
        assert not holds(person, EXPERT, "tehran/rey")


def test_units_reached_are_the_unit_and_those_below(units: dict[str, Unit]) -> None:
    officer = make_officer(units["shahriar"], EXPERT)
    reached = units_reached(str(officer.pk), EXPERT)
    assert [unit.path for unit in reached] == ["tehran/shahriar", "tehran/shahriar/school-12"]
    assert not units_reached(str(officer.pk), "letters.chief")
