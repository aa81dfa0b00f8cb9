"""django-viewflow 2.4: the same shape as a static flow class, driven through its activations."""

import os
from collections.abc import Callable
from types import SimpleNamespace


def prepare(folder: str) -> Callable[[int], None]:
    """Migrate; the function that runs one process from start to end."""
    os.environ["BENCH_FOLDER"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.engine.viewflow_settings"
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from bench.engine.viewflow_flow import BenchFlow

    user = get_user_model().objects.create_superuser("clerk", password=None)
    request = SimpleNamespace(user=user, GET={}, POST={})

    def execute(process: object, name: str) -> None:
        task = BenchFlow.task_class.objects.get(
            process=process, flow_task=BenchFlow.instance.node(name), status="NEW"
        )
        with BenchFlow.lock(process.pk):
            activation = task.flow_task.activation_class(task)
            activation.assign(user)
            activation.start(request)
            if name == "fill":
                activation.process.data = {"amount": 5, "bank": "melli"}
                activation.process.save()
            activation.execute()

    def run_one(number: int) -> None:
        process = BenchFlow.start.run()
        execute(process, "fill")
        execute(process, "approve")
        process.refresh_from_db()
        assert process.status == "DONE"

    return run_one
