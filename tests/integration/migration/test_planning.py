"""The plan: every running case in one of three groups, with reasons; nothing is changed."""

from typing import Any

import pytest

from engine import api
from engine.actor import Actor
from engine.errors import MappingInvalid, NotFound
from engine.models import UserTask
from tests.integration.fingerprint import fingerprint
from tests.integration.migration.versions import NEW, OLD, begun, complete, deployed, leave

pytestmark = pytest.mark.django_db


@pytest.fixture
def groups(office: Any) -> dict[str, int]:
    """Of four cases: two wait at "review", one at "sign", one has ended; the new version is deployed."""
    first, second, third, fourth = begun(leave(), 4)
    for case in (third, fourth):
        complete(case, "expert")
    complete(fourth, "chief")
    deployed(leave(first="check"))
    return {"review": first.pk, "too": second.pk, "sign": third.pk, "ended": fourth.pk}


def test_running_cases_fall_into_three_groups_and_nothing_changes(groups: dict[str, int]) -> None:
    before = fingerprint()
    plan = api.plan_migration(OLD, NEW)
    assert plan.counts == {"safe": 1, "needs-a-choice": 2, "impossible": 0}
    assert [judgement.instance_id for judgement in plan.safe()] == [groups["sign"]]
    choices = list(plan.needs_a_choice())
    assert [judgement.instance_id for judgement in choices] == [groups["review"], groups["too"]]
    assert {reason.candidates for judgement in choices for reason in judgement.reasons} == {("check", "sign")}
    assert all(judgement.tracking_code and str(judgement.reasons[0]) for judgement in choices)
    assert list(plan.impossible()) == []
    assert fingerprint() == before


def test_a_choice_makes_them_safe(groups: dict[str, int]) -> None:
    plan = api.plan_migration(OLD, NEW, {"review": "check"})
    assert plan.counts == {"safe": 3, "needs-a-choice": 0, "impossible": 0}


def test_only_the_cases_named_are_judged_and_ended_ones_are_impossible(groups: dict[str, int]) -> None:
    plan = api.plan_migration(OLD, NEW, instances=[groups["ended"], groups["sign"]])
    found = {judgement.instance_id: judgement for judgement in plan.judgements()}
    assert found[groups["sign"]].group == "safe"
    assert [reason.code for reason in found[groups["ended"]].reasons] == ["not-running"]


def test_versions_are_named_by_row_by_id_or_by_key_and_number(office: Any) -> None:
    old, new = deployed(leave(), leave(first="check"))
    for source, target in ((old, new), (old.pk, new.pk), ("leave:1", "leave:2")):
        assert api.plan_migration(source, target).counts["safe"] == 0
    for unknown in ("leave:3", "leave", "other:1", 10**9):
        with pytest.raises(NotFound):
            api.plan_migration(old, unknown)


def test_a_plan_that_makes_no_sense_is_refused_with_all_that_is_wrong(office: Any) -> None:
    old, _new = deployed(leave(), leave(first="check"))
    with pytest.raises(MappingInvalid, match=r'"nobody" is neither.*"nothing" is none'):
        api.plan_migration(OLD, NEW, {"nobody": "check", "review": "nothing"})
    with pytest.raises(MappingInvalid, match="another version"):
        api.plan_migration(old, old)


def test_many_cases_are_read_in_batches(office: Any, django_assert_num_queries: Any) -> None:
    begun(leave(), 250)
    old, new = deployed(leave(), leave(first="check"))
    plan = api.plan_migration(old, new, {"review": "check"})
    with django_assert_num_queries(6):  # three batches, the suspended ones, two deployments
        assert plan.counts["safe"] == 250


def test_who_has_taken_a_step_is_no_obstacle(groups: dict[str, int]) -> None:
    api.claim(UserTask.objects.get(instance=groups["sign"], state="open").pk, by=Actor("chief"))
    assert api.plan_migration(OLD, NEW).counts["safe"] == 1
