"""Django system checks of the engine."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

EXECUTORS = ("inprocess", "celery", "none")


@register()
def check_executor(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """A misspelt executor would run no job at all; Celery needs a broker."""
    if settings.KARTABL_EXECUTOR not in EXECUTORS:
        return [Error(f"KARTABL_EXECUTOR must be one of {', '.join(EXECUTORS)}.", id="engine.E011")]
    if settings.KARTABL_EXECUTOR == "celery" and not settings.KARTABL_BROKER:
        return [
            Error("KARTABL_EXECUTOR=celery needs KARTABL_BROKER: redis://… or amqp://…", id="engine.E012")
        ]
    return []


@register()
def check_letter_rendering(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """A missing font or renderer is told at the start, not at the first letter."""
    from engine.documents.pdf import require_rendering

    try:
        require_rendering()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="engine.E010")]
    return []
