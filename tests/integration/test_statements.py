"""The hot path stays narrow: data statements of a completed user task (architecture.md)."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from engine import api
from engine.models import ProcessInstance, UserTask
from engine.store import task_commands, unit_of_work  # noqa: F401  (imported before counting)
from tests.integration.conftest import EXPERT

CONTROL = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")


def test_completed_user_task_that_creates_the_next_takes_at_most_seven_statements(
    request_started: ProcessInstance, django_assert_max_num_queries: Any
) -> None:
    task = UserTask.objects.get(instance=request_started)
    with CaptureQueriesContext(connection) as captured:
        api.complete(task.pk, {"outcome": "approve"}, by=EXPERT, command_id="once")
    statements = [query["sql"] for query in captured if not query["sql"].startswith(CONTROL)]
    assert len(statements) <= 7, "\n".join(statements)
