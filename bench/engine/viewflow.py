"""django-viewflow 2.4: the same shapes as static flow classes, driven through their activations."""

import os
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from bench.engine.runs import verify


class Host:
    """Django with viewflow, and a clerk."""

    def __init__(self, folder: str, *, is_new: bool = True) -> None:
        os.environ["BENCH_FOLDER"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.engine.viewflow_settings"
        import django

        django.setup()
        from django.contrib.auth import get_user_model
        from django.core.management import call_command

        if is_new:
            call_command("migrate", verbosity=0)
        users = get_user_model().objects
        self.user, _ = users.get_or_create(username="clerk", defaults={"is_superuser": True})
        self.request = SimpleNamespace(user=self.user, GET={}, POST={})

    def execute(self, flow: Any, process: Any, name: str, data: dict[str, Any] | None = None) -> None:
        """Complete the user task of that name under the flow's lock."""
        task = flow.task_class.objects.get(process=process, flow_task=flow.instance.node(name), status="NEW")
        with flow.lock(process.pk):
            activation = task.flow_task.activation_class(task)
            activation.assign(self.user)
            activation.start(self.request)
            if data:
                activation.process.data = data
                activation.process.save()
            activation.execute()


def has_done(process: Any, tasks: int, kind: str) -> Callable[[], None]:
    """Verifies that the process has ended and so many tasks of that kind with it."""

    def check() -> None:
        process.refresh_from_db()
        verify(process.status == "DONE", f"the process is {process.status}")
        done = process.task_set.filter(flow_task_type=kind, status="DONE").count()
        verify(done == tasks, f"{done} tasks of the kind {kind}")

    return check
