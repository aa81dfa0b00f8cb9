"""What domains do when an instance starts or ends: guards that may refuse it, hooks that follow it.

All run inside the command's transaction, so that an offering's limit and the start are one.
"""

from typing import Any, Protocol

from engine.actor import Actor


class StartGuard(Protocol):
    """Raises StartRefused, or gives extra variables for the instance (or None)."""

    def __call__(
        self, process_key: str, variables: dict[str, Any], *, by: Actor | None, unit: str, business_key: str
    ) -> dict[str, Any] | None: ...


class StartedHook(Protocol):
    """Told of every instance once its row is written."""

    def __call__(
        self,
        instance_id: int,
        tracking_code: str,
        *,
        process_key: str,
        by: Actor | None,
        business_key: str,
        unit: str,
    ) -> None: ...


class EndedHook(Protocol):
    """Told of every instance that has ended; ``state`` is completed or terminated."""

    def __call__(self, instance_id: int, *, state: str, process_key: str, business_key: str) -> None: ...


_guards: list[StartGuard] = []
_hooks: list[StartedHook] = []
_ended_hooks: list[EndedHook] = []


def start_guard(function: StartGuard) -> StartGuard:
    """Register a start guard (once, however often its module is loaded)."""
    if function not in _guards:
        _guards.append(function)
    return function


def on_started(function: StartedHook) -> StartedHook:
    """Register a hook for started instances."""
    if function not in _hooks:
        _hooks.append(function)
    return function


def on_ended(function: EndedHook) -> EndedHook:
    """Register a hook for ended instances."""
    if function not in _ended_hooks:
        _ended_hooks.append(function)
    return function


def run_start_guards(
    process_key: str, variables: dict[str, Any], *, by: Actor | None, unit: str, business_key: str
) -> dict[str, Any]:
    """All guards in order; the extra variables they gave, together. Raises StartRefused."""
    extra: dict[str, Any] = {}
    for guard in _guards:
        extra.update(guard(process_key, variables, by=by, unit=unit, business_key=business_key) or {})
    return extra


def run_started_hooks(
    instance_id: int, tracking_code: str, *, process_key: str, by: Actor | None, business_key: str, unit: str
) -> None:
    """Tell all hooks of a started instance."""
    for hook in _hooks:
        hook(instance_id, tracking_code, process_key=process_key, by=by, business_key=business_key, unit=unit)


def run_ended_hooks(instance_id: int, *, state: str, process_key: str, business_key: str) -> None:
    """Tell all hooks of an ended instance."""
    for hook in _ended_hooks:
        hook(instance_id, state=state, process_key=process_key, business_key=business_key)
