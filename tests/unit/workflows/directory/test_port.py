"""What the engine is told about people: family in both directions, holders, own record only, notices."""

import pytest

from engine.plugins import ConnectorContext, LookupContext, directory, get_connector, get_lookup
from tests.factories.directory import (
    PersonFactory,
    UnitFactory,
    make_employee,
    make_officer,
    make_relative,
    make_tree,
)
from workflows.directory.models import FamilyMember, Notice
from workflows.directory.persian_text import fold, search_key, search_tokens

pytestmark = pytest.mark.django_db


def related(one: object, other: object) -> bool:
    return directory.current().is_related(str(one.pk), str(other.pk))  # type: ignore[attr-defined]


def test_family_is_found_in_both_directions_by_national_id() -> None:
    teacher, wife, stranger = PersonFactory(), PersonFactory(), PersonFactory()
    make_relative(teacher, wife)
    assert related(teacher, wife)
    assert related(wife, teacher)
    assert related(teacher, teacher)
    assert not related(teacher, stranger)


def test_family_is_found_by_link_without_national_id() -> None:
    teacher, son = PersonFactory(), PersonFactory()
    FamilyMember.objects.create(
        person=teacher, relation="child", first_name="علی", last_name="کریمی", linked_person=son
    )
    assert related(son, teacher)


def test_family_member_without_national_id_relates_nobody() -> None:
    teacher = PersonFactory()
    FamilyMember.objects.create(person=teacher, relation="child", first_name="علی", last_name="کریمی")
    assert not related(teacher, PersonFactory())
    assert not directory.current().is_related("system", str(teacher.pk))


def test_holders_hold_exactly_there_and_may_log_in() -> None:
    units = make_tree()
    here = make_officer(units["shahriar"], "letters.expert")
    make_officer(units["tehran"], "letters.expert")
    make_officer(units["shahriar"], "letters.expert", is_active=False)
    assert directory.current().holders("letters.expert", "tehran/shahriar") == [str(here.pk)]


def test_a_role_is_held_when_somebody_has_it_anywhere_at_present() -> None:
    assert directory.current().is_role_held("letters.expert"), "before the first holding nothing is known"
    make_officer(make_tree()["rey"], "letters.chief", is_active=False)
    assert directory.current().is_role_held("letters.expert")
    make_officer(UnitFactory(), "letters.manager")
    assert directory.current().is_role_held("letters.manager")
    assert not directory.current().is_role_held("letters.expert")
    assert not directory.current().is_role_held("letters.chief")


def test_employee_look_up_answers_with_the_own_record_only() -> None:
    units = make_tree()
    me, other = make_employee(units["shahriar"]), make_employee(units["rey"])
    mine = LookupContext(person_id=str(me.pk))
    look_up = get_lookup("employees").function
    own = look_up(me.employment.personnel_number, mine)
    assert own is not None
    assert own["full_name"] == me.full_name("fa")
    assert own["birth_date"] == "1985-05-04"
    assert look_up("", mine) == own
    assert look_up(other.employment.personnel_number, mine) is None
    assert look_up(me.employment.personnel_number, LookupContext(person_id=None)) is None
    assert not get_lookup("employees").public


def job(key: str) -> ConnectorContext:
    return ConnectorContext(
        idempotency_key=key,
        instance_id=1,
        root_id=1,
        tracking_code="123456789012",
        unit="tehran/shahriar",
        started_by=None,
        node="n",
    )


def test_notice_is_written_once_however_often_the_job_is_tried() -> None:
    person = PersonFactory()
    inputs = {"title": "letter-issued", "to": str(person.pk), "number": "ش/1404/1", "text": None}
    for _ in range(2):
        get_connector("directory.notify").function(inputs, job("job-7"))
    found = Notice.objects.get()
    assert found.params == {"tracking_code": "123456789012", "number": "ش/1404/1"}
    assert found.url == "/requests/123456789012/"


def test_notice_to_a_role_goes_up_to_the_nearest_unit_with_a_holder() -> None:
    units = make_tree()
    chief = make_officer(units["tehran"], "letters.chief")
    get_connector("directory.notify").function({"title": "overdue", "role": "letters.chief"}, job("job-8"))
    assert Notice.objects.get().person == chief


@pytest.mark.parametrize(
    ("typed", "written"),
    [("علي", "علی"), ("كريمي", "کریمی"), ("علیزاده", "علی‌زاده"), ("علی زاده", "علی‌زاده"), ("۱۲۳۴", "1234")],
)
def test_search_folds_letter_variants_digits_and_half_spaces(typed: str, written: str) -> None:
    assert all(token in search_key(written) for token in search_tokens(typed))


def test_fold_keeps_words_apart() -> None:
    assert fold("  مُحَمّد   رضا ") == "محمد رضا"
