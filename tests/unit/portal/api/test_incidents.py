"""Faults: seen and retried only by who looks after the unit's operation; recorded like on the screen."""

from typing import Any

import pytest

from portal.backoffice.models import SettingChange
from tests.factories.directory import make_officer
from tests.scenarios.letters.office import Office
from tests.unit.portal.api.calling import Caller, is_problem


@pytest.fixture
def post(office: Office) -> Any:
    """Nobody holds the post that signs, so that the last approval ends in a fault."""
    held = office.chief.posts_held.get()
    held.to_date = held.from_date
    held.save()
    office.decide(office.request(office.sticker), office.expert, "approve")
    return held


@pytest.fixture
def operator(office: Office) -> Caller:
    return Caller.of(make_officer(office.units["tehran"], "studio.administrator"))


def test_an_operator_sees_the_fault_without_data_of_the_case(operator: Caller, post: Any) -> None:
    answer = operator.get("/incidents")
    [item] = answer.json()["items"]
    assert (item["code"], item["state"]) == ("no-signer", "open")
    assert "chief manager" in item["cause"]
    assert "500000000" not in answer.text
    assert operator.get("/incidents", state="closed").json()["items"] == []


def test_after_the_cause_is_gone_the_case_goes_on(operator: Caller, post: Any) -> None:
    [item] = operator.get("/incidents").json()["items"]
    again = operator.post(f"/incidents/{item['id']}/retry")
    assert again.json()["goes_on"] is False
    post.to_date = None
    post.save()
    [item] = operator.get("/incidents").json()["items"]
    assert operator.post(f"/incidents/{item['id']}/retry").json() == {"id": item["id"], "goes_on": True}
    assert SettingChange.objects.filter(kind="incident").count() == 2
    assert is_problem(operator.post(f"/incidents/{item['id']}/retry"), 409, "conflict")


def test_without_the_role_there_are_no_faults(expert: Caller, teacher: Caller, post: Any) -> None:
    for caller in (expert, teacher):
        assert is_problem(caller.get("/incidents"), 404, "not-found")
        assert is_problem(caller.post("/incidents/1/retry"), 404, "not-found")


def test_an_operator_of_another_district_sees_nothing(stranger: Caller, operator: Caller, post: Any) -> None:
    [item] = operator.get("/incidents").json()["items"]
    assert stranger.get("/incidents").json()["items"] == []
    assert is_problem(stranger.post(f"/incidents/{item['id']}/retry"), 404, "not-found")
