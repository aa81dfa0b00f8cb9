"""A person sends the fields of the form and an outcome that is offered, and nothing else."""

from typing import Any

import pytest

from engine import api
from engine.errors import DefinitionError, FormInvalid
from engine.models import ProcessInstance, UserTask
from tests.integration.conftest import TEACHER, UNIT
from tests.integration.processes import CORRECTION, WISH_FORM

OFFERING = {"offering": {"code": "forged"}}


@pytest.fixture
def returned(db: None, office: Any) -> ProcessInstance:
    """A request that waits for its starter's correction."""
    api.deploy(CORRECTION, artifacts=[("form", "wish", WISH_FORM)])
    return api.start("correction", {"wish": "a"}, unit=UNIT, by=TEACHER)


def waiting(instance: ProcessInstance) -> int:
    return UserTask.objects.get(instance=instance, state="open").pk


def test_withdrawal_carries_nothing_but_itself(returned: ProcessInstance) -> None:
    api.complete(waiting(returned), {"outcome": "withdraw", **OFFERING}, by=TEACHER)
    assert api.instance_variables(returned.pk) == {"wish": "a", "outcome": "withdraw"}


def test_withdrawal_that_is_not_offered_is_judged_like_any_other_data(returned: ProcessInstance) -> None:
    api.complete(waiting(returned), {"outcome": "resubmit", "wish": "b"}, by=TEACHER)
    with pytest.raises(FormInvalid):
        api.complete(waiting(returned), {"outcome": "withdraw", **OFFERING}, by=TEACHER)


def test_outcome_where_none_is_offered_is_refused(returned: ProcessInstance) -> None:
    with pytest.raises(FormInvalid):
        api.start("correction", {"wish": "a", "outcome": "approve"}, unit=UNIT, by=TEACHER)
    api.complete(waiting(returned), {"outcome": "resubmit", "wish": "b"}, by=TEACHER)
    with pytest.raises(FormInvalid):
        api.complete(waiting(returned), {"wish": "c", "outcome": "approve"}, by=TEACHER)


def test_name_that_the_form_does_not_know_is_refused(returned: ProcessInstance) -> None:
    with pytest.raises(FormInvalid):
        api.complete(waiting(returned), {"outcome": "resubmit", **OFFERING}, by=TEACHER)


def test_form_whose_field_would_overwrite_a_result_of_the_process_is_refused(db: None) -> None:
    form = WISH_FORM.replace('"wish"', '"doubled"').replace("field.wish", "field.doubled")
    script = (
        '<scriptTask id="plain" scriptFormat="feel" kartabl:resultVariable="doubled">'
        "<script>1</script></scriptTask>"
    )
    task = '<userTask id="plain" kartabl:assignee="teacher" kartabl:formKey="wish"/>'
    xml = CORRECTION.replace(task, script).replace('formKey="wish"', 'formKey="doubled"')
    with pytest.raises(DefinitionError) as refused:
        api.deploy(xml, artifacts=[("form", "doubled", form)])
    assert [problem.rule for problem in refused.value.problems] == ["name-clash"]
