"""Django app of the workflow engine."""

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

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
        from engine.store.migration import undoing  # noqa: F401  (registers a daily duty)

        if settings.KARTABL_TELEMETRY:
            switch_on_telemetry(settings.KARTABL_TELEMETRY)
        if settings.KARTABL_EXECUTOR == "celery" and settings.KARTABL_BROKER:
            from engine.jobs import celery

            celery.connect()

    @staticmethod
    def new_worker() -> "Executor":
        """An in-process job worker, not yet started."""
        from engine.jobs.executor import Executor

        return Executor()


def switch_on_telemetry(wanted: str) -> None:
    """``wanted``: traces, metrics, or both, comma-separated; their libraries are the extra ``telemetry``."""
    from engine import clock, telemetry
    from engine.queries import waiting_figures

    sinks: list[telemetry.Sink] = []
    try:
        for name in wanted.split(","):
            if name.strip() == "traces":
                from engine.telemetry.spans import Spans

                sinks.append(Spans())
            elif name.strip() == "metrics":
                from engine.telemetry.metrics import Metrics

                sinks.append(Metrics(lambda: waiting_figures(clock.now())))
            else:
                raise ImproperlyConfigured(
                    f"KARTABL_TELEMETRY knows traces and metrics, not {name.strip()!r}."
                )
    except ImportError as error:
        raise ImproperlyConfigured(
            f"KARTABL_TELEMETRY={wanted} needs the extra telemetry: {error}"
        ) from error
    telemetry.switch_on(*sinks)
