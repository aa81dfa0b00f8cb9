"""Django app of the workflow engine."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from engine.jobs.executor import Executor


class EngineConfig(AppConfig):
    name = "engine"
    label = "engine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from engine import checks  # noqa: F401  (registers the system checks)
        from engine.forms import sweeping  # noqa: F401  (registers a daily duty)
        from engine.store.migration import undoing  # noqa: F401  (registers a daily duty)

    @staticmethod
    def new_worker() -> "Executor":
        """An in-process job worker, not yet started."""
        from engine.jobs.executor import Executor

        return Executor()
