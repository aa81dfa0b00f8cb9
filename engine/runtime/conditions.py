"""Asking conditions of the process that are no sequence flow's."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.runtime.run import Run

if TYPE_CHECKING:
    from engine.feel import Expression


def holds(run: Run, condition: "Expression", seen: Mapping[str, Any]) -> bool:
    """Whether it is true; anything but true counts as false. Raises FeelError beyond its budget."""
    return condition.evaluate(seen, now=run.local_now) is True
