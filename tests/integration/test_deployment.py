"""A deployment is refused with all its problems, or stored as one more version."""

from functools import partial
from typing import Any

import pytest

from engine import api
from engine.errors import DefinitionError
from engine.models import ProcessDefinition
from tests.integration.processes import TWO_STEPS
from tests.integration.racing import at_once


def test_letter_that_cannot_be_printed_is_refused(db: None) -> None:
    letters = [("letter", key, "<p><script>1</script></p>") for key in ("bank", "letterhead")]
    with pytest.raises(DefinitionError) as refused:
        api.deploy(TWO_STEPS, artifacts=letters)
    assert {problem.element_id for problem in refused.value.problems} == {
        "bank: body",
        "letterhead: letterhead",
    }
    assert not ProcessDefinition.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_deployments_made_at_once_get_versions_of_their_own(office: Any) -> None:
    for number in range(10):
        texts = [TWO_STEPS.replace("Two steps", f"Two steps {number} {each}") for each in "ab"]
        assert at_once(*(partial(api.deploy, text) for text in texts)) == {"done": 2}
    versions = ProcessDefinition.objects.order_by("version").values_list("version", flat=True)
    assert list(versions) == list(range(1, 21))
