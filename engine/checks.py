"""Django system checks of the engine."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured


@register()
def check_letter_rendering(app_configs: Sequence[Any] | None, **options: Any) -> list[CheckMessage]:
    """A missing font or renderer is told at the start, not at the first letter."""
    from engine.documents.pdf import require_rendering

    try:
        require_rendering()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="engine.E010")]
    return []
