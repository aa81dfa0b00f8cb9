"""Django app of the workflow engine."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings

if TYPE_CHECKING:
    from engine.jobs.executor import Executor


class EngineConfig(AppConfig):
    name = "engine"
    label = "engine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from engine import checks  # noqa: F401  (registers the system checks)
        from engine.forms import sweeping  # noqa: F401  (registers a daily duty)
        from engine.store import messages  # noqa: F401  (likewise)

        if settings.KARTABL_EXECUTOR == "celery" and settings.KARTABL_BROKER:
            from engine.jobs import celery

            celery.connect()

    @staticmethod
    def new_worker() -> "Executor":
        """An in-process job worker, not yet started."""
        from engine.jobs.executor import Executor

        return Executor()
