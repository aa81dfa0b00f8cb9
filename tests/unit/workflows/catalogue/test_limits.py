"""What may be ordered, by whom, when, how often, and why not (SARA-FORM-10…13, 17)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from engine import clock
from engine.actor import Actor
from engine.errors import StartRefused
from tests.factories.catalogue import OfferingFactory
from tests.factories.directory import PersonFactory, make_employee, make_tree
from workflows.catalogue.limits import (
    available_offerings,
    remaining,
    request_unit,
    visible_offerings,
    why_not,
)
from workflows.catalogue.models import Offering, Order, validate_ceilings
from workflows.catalogue.orders import (
    admit_request,
    free_place_of_cancelled_request,
    fulfil_order,
    release_order,
    write_order,
)
from workflows.directory.models import Person, Unit

pytestmark = pytest.mark.django_db
_instances = iter(range(1, 10_000))


@pytest.fixture
def units() -> dict[str, Unit]:
    return make_tree()


@pytest.fixture
def teacher(units: dict[str, Unit]) -> Person:
    return make_employee(units["school-12"])


def order(offering: Offering, person: Person, variables: dict[str, Any] | None = None) -> int:
    """What the start of a request does: guard, row, hook; the instance id."""
    instance, by = next(_instances), Actor(str(person.pk))
    key, unit = offering.process_key, request_unit(person)
    with transaction.atomic():
        admit_request(key, variables or {}, by=by, unit=unit, business_key=offering.code)
        write_order(
            instance, f"{instance:012d}", process_key=key, by=by, business_key=offering.code, unit=unit
        )
    return instance


def code_of(offering: Offering, person: Person) -> str | None:
    reason = why_not(offering, person)
    return reason.code if reason else None


def test_offering_without_limits_can_be_ordered_without_end(units: dict[str, Unit], teacher: Person) -> None:
    offering = OfferingFactory(unit=units["tehran"])
    order(offering, teacher)
    assert why_not(offering, teacher) is None
    assert remaining(offering, teacher) is None
    assert available_offerings(teacher) == [offering]


def test_each_refusal_has_its_code(units: dict[str, Unit], teacher: Person) -> None:
    now, unit = clock.now(), units["tehran"]
    cases = {
        "closed": OfferingFactory(unit=unit, enabled=False),
        "not-yet-open": OfferingFactory(unit=unit, opens_at=now + timedelta(days=1)),
        "ended": OfferingFactory(unit=unit, closes_at=now - timedelta(seconds=1)),
        "other-unit": OfferingFactory(unit=units["rey"]),
        "audience": OfferingFactory(unit=unit, audience="retired"),
        "exhausted": OfferingFactory(unit=unit, total_limit=0),
        "per-person-exhausted": OfferingFactory(unit=unit, per_person_limit=0),
    }
    for code, offering in cases.items():
        assert code_of(offering, teacher) == code
        with pytest.raises(StartRefused) as refused:
            order(offering, teacher)
        assert refused.value.params["reason_code"] == code
    assert not Order.objects.exists()


def test_offering_is_open_from_its_first_to_before_its_last_moment(
    units: dict[str, Unit], teacher: Person
) -> None:
    opens = clock.now() + timedelta(days=1)
    offering = OfferingFactory(unit=units["tehran"], opens_at=opens, closes_at=opens + timedelta(days=1))
    with clock.travel(opens):
        assert code_of(offering, teacher) is None
    with clock.travel(opens + timedelta(days=1)):
        assert code_of(offering, teacher) == "ended"


def test_province_offers_to_all_districts_a_district_only_to_itself_and_its_schools(
    units: dict[str, Unit],
) -> None:
    province, district = OfferingFactory(unit=units["tehran"]), OfferingFactory(unit=units["shahriar"])
    reach = {
        path: {status.offering for status in visible_offerings(make_employee(units[path]))}
        for path in ("tehran", "shahriar", "school-12", "rey", "school-7")
    }
    assert reach["shahriar"] == reach["school-12"] == {province, district}
    assert reach["rey"] == reach["school-7"] == reach["tehran"] == {province}


def test_requests_of_a_school_are_handled_by_its_district(units: dict[str, Unit], teacher: Person) -> None:
    assert request_unit(teacher) == "tehran/shahriar"
    assert request_unit(make_employee(units["rey"])) == "tehran/rey"
    assert request_unit(make_employee(units["tehran"])) == "tehran"
    assert request_unit(PersonFactory()) == ""


def test_retiree_sees_what_is_meant_for_retirees_and_for_all(units: dict[str, Unit]) -> None:
    retiree = make_employee(units["school-12"], status="retired")
    for audience in ("active", "retired", "all"):
        OfferingFactory(unit=units["tehran"], audience=audience, code=audience)
    assert {offering.code for offering in available_offerings(retiree)} == {"retired", "all"}


def test_person_without_employment_orders_nothing(units: dict[str, Unit]) -> None:
    guest = PersonFactory()
    assert visible_offerings(guest) == []
    assert code_of(OfferingFactory(unit=units["tehran"]), guest) == "audience"


def test_limits_count_everybody_and_each_person(units: dict[str, Unit], teacher: Person) -> None:
    offering = OfferingFactory(unit=units["tehran"], total_limit=3, per_person_limit=2)
    order(offering, teacher)
    order(offering, teacher)
    assert code_of(offering, teacher) == "per-person-exhausted"
    other = make_employee(units["rey"])
    assert remaining(offering, other) == 1
    order(offering, other)
    assert code_of(offering, other) == "exhausted"
    assert [status.remaining for status in visible_offerings(other)] == [0]


def test_rejected_or_withdrawn_request_gives_its_place_back_once(
    units: dict[str, Unit], teacher: Person
) -> None:
    offering = OfferingFactory(unit=units["tehran"], total_limit=1)
    instance = order(offering, teacher)
    assert code_of(offering, teacher) == "exhausted"
    assert release_order(instance)
    assert not release_order(instance)
    assert code_of(offering, teacher) is None


def test_granted_request_keeps_its_place(units: dict[str, Unit], teacher: Person) -> None:
    offering = OfferingFactory(unit=units["tehran"], total_limit=1)
    instance = order(offering, teacher)
    assert fulfil_order(instance)
    free_place_of_cancelled_request(instance, state="terminated", process_key="p", business_key=offering.code)
    assert code_of(offering, teacher) == "exhausted"


def test_cancelled_request_gives_its_place_back(units: dict[str, Unit], teacher: Person) -> None:
    offering = OfferingFactory(unit=units["tehran"], total_limit=1)
    instance = order(offering, teacher)
    free_place_of_cancelled_request(instance, state="terminated", process_key="p", business_key=offering.code)
    assert code_of(offering, teacher) is None


def test_request_in_a_foreign_unit_is_refused(units: dict[str, Unit], teacher: Person) -> None:
    offering = OfferingFactory(unit=units["tehran"])
    with pytest.raises(StartRefused) as refused, transaction.atomic():
        admit_request(
            offering.process_key, {}, by=Actor(str(teacher.pk)), unit="tehran/rey", business_key=offering.code
        )
    assert refused.value.params["reason_code"] == "other-unit"


@pytest.mark.parametrize("by", [None, Actor("999999"), Actor("nobody")])
def test_request_without_a_known_applicant_is_refused(units: dict[str, Unit], by: Actor | None) -> None:
    offering = OfferingFactory(unit=units["tehran"])
    with pytest.raises(StartRefused) as refused, transaction.atomic():
        admit_request(offering.process_key, {}, by=by, unit="tehran", business_key=offering.code)
    assert refused.value.params["reason_code"] == "no-applicant"


def test_offered_process_does_not_start_without_an_offering(units: dict[str, Unit], teacher: Person) -> None:
    offering = OfferingFactory(unit=units["tehran"])
    with pytest.raises(StartRefused), transaction.atomic():
        admit_request(
            offering.process_key, {}, by=Actor(str(teacher.pk)), unit="tehran", business_key="other"
        )
    with transaction.atomic():
        assert admit_request("other_process", {}, by=None, unit="", business_key="") is None


def test_ceiling_must_be_one_of_the_offered_ones(units: dict[str, Unit], teacher: Person) -> None:
    offering = OfferingFactory(unit=units["tehran"], ceilings=[50_000_000, "100000000"])
    order(offering, teacher, {"ceiling": Decimal("100000000")})
    for chosen in (Decimal("70000000"), "NaN", "no number", None):
        with pytest.raises(StartRefused) as refused:
            order(offering, teacher, {"ceiling": chosen})
        assert refused.value.params["reason_code"] == "ceiling-unknown"


def test_process_is_given_offering_and_applicant(units: dict[str, Unit], teacher: Person) -> None:
    offering = OfferingFactory(unit=units["tehran"], ceilings=[20, 10], approval_steps=1)
    with transaction.atomic():
        given = admit_request(
            offering.process_key,
            {"applicant": "forged"},
            by=Actor(str(teacher.pk)),
            unit="tehran/shahriar",
            business_key=offering.code,
        )
    assert given is not None
    assert given["offering"]["approval_steps"] == Decimal(1)
    assert given["offering"]["ceilings"] == [Decimal(10), Decimal(20)]
    assert given["offering"]["ceiling"] == Decimal(20)
    assert given["applicant"]["id"] == str(teacher.pk)
    assert given["applicant"]["employment"]["unit_path"] == "tehran/shahriar/school-12"


@pytest.mark.parametrize("bad", ["10", [0], [-5], [1.5], ["1.5"], ["x"], [True], ["NaN"], [None]])
def test_ceilings_are_whole_positive_amounts(bad: object) -> None:
    with pytest.raises(ValidationError):
        validate_ceilings(bad)
    validate_ceilings([10, "20"])
