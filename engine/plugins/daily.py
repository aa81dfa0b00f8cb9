"""What a worker does once a day besides the history's anchor."""

import logging
from collections.abc import Callable
from typing import TypeVar

from engine.plugins.registry import Registry

log = logging.getLogger(__name__)
Duty = TypeVar("Duty", bound=Callable[[], object])
_duties: Registry[Callable[[], object]] = Registry("daily duty")


def daily_duty(name: str) -> Callable[[Duty], Duty]:
    """Register a duty under a name."""

    def register(function: Duty) -> Duty:
        _duties.register(name, function)
        return function

    return register


def run_daily_duties(is_mine: Callable[[str], bool]) -> None:
    """The duties that are this worker's today; one that fails is logged and costs the others nothing."""
    for name in _duties.names():
        if not is_mine(name):
            continue
        try:
            _duties.get(name)()
        except Exception:
            log.exception("the daily duty %s failed; it falls due again tomorrow", name)
