"""Net effects: what was begun and taken away within one command never reaches the outside."""

from engine.runtime.commands import (
    CancelConnector,
    CancelTimer,
    CloseIncident,
    CloseUserTask,
    CreateUserTask,
    Effect,
    OpenIncident,
    RunConnector,
    ScheduleTimer,
    Subscribe,
    Unsubscribe,
)

_OPENING: dict[type, str] = {
    CreateUserTask: "user-task",
    ScheduleTimer: "timer",
    Subscribe: "subscription",
    RunConnector: "connector",
    OpenIncident: "incident",
}
_CLOSING: dict[type, str] = {
    CloseUserTask: "user-task",
    CancelTimer: "timer",
    Unsubscribe: "subscription",
    CancelConnector: "connector",
    CloseIncident: "incident",
}


def without_opposites(effects: list[Effect]) -> list[Effect]:
    """The effects in order, less each opening that a later one closes again, and its closing."""
    opened: dict[tuple[str, int, str], int] = {}
    dropped: set[int] = set()
    for index, effect in enumerate(effects):
        kind = _OPENING.get(type(effect))
        if kind is not None:
            opened[_key(kind, effect)] = index
            continue
        kind = _CLOSING.get(type(effect))
        if kind is not None:
            begun = opened.pop(_key(kind, effect), None)
            if begun is not None:
                dropped |= {begun, index}
    return [effect for index, effect in enumerate(effects) if index not in dropped] if dropped else effects


def _key(kind: str, effect: Effect) -> tuple[str, int, str]:
    return kind, effect.token, getattr(effect, "timer", getattr(effect, "trigger", ""))
