"""The outside of one instance, kept from its effects alone: what is open there must be what its tokens wait for."""

from engine.definition import AdHocSubProcess, Process
from engine.runtime import InstanceState
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
from engine.runtime.triggers import (
    BusinessErrorRaised,
    ConnectorReturned,
    FireTimer,
    TechnicalErrorRaised,
    Trigger,
)

Entry = tuple[str, int, str]
_OPENS = {
    CreateUserTask: "user-task",
    RunConnector: "connector",
    OpenIncident: "incident",
    ScheduleTimer: "timer",
    Subscribe: "subscription",
}
_CLOSES = {
    CloseUserTask: "user-task",
    CancelConnector: "connector",
    CloseIncident: "incident",
    CancelTimer: "timer",
    Unsubscribe: "subscription",
}
_STATES = ("user-task", "connector", "incident")
_HOLDING = ("scope", "loop", "compensation")
_ENDS_A_JOB = (ConnectorReturned, BusinessErrorRaised, TechnicalErrorRaised)


class Ledger:
    def __init__(self) -> None:
        self.open: set[Entry] = set()

    def enter(self, trigger: Trigger, effects: list[Effect]) -> None:
        """A timer that fires and a job that is answered are over without an effect."""
        if isinstance(trigger, FireTimer):
            self.open.remove(("timer", trigger.token, trigger.timer))
        for effect in effects:
            self._note(effect)
        if isinstance(trigger, _ENDS_A_JOB):
            self.open.discard(("connector", trigger.token, ""))

    def _note(self, effect: Effect) -> None:
        name = getattr(effect, "timer", getattr(effect, "trigger", ""))
        if type(effect) in _OPENS:
            entry = (_OPENS[type(effect)], effect.token, name)
            assert entry not in self.open, f"opened twice: {entry}"
            self.open.add(entry)
        elif type(effect) in _CLOSES:
            entry = (_CLOSES[type(effect)], effect.token, name)
            assert entry in self.open, f"closed without being open: {entry}"
            self.open.remove(entry)


def awaited(state: InstanceState) -> set[Entry]:
    """What must be open outside for the tokens and scopes of the state."""
    found = {(token.state, token.id, "") for token in state.tokens.values() if token.state in _STATES}
    waiting = [(token.id, token.catches or ()) for token in state.tokens.values()]
    waiting += [(owner, record.catches) for owner, record in state.scopes.items()]
    for owner, catches in waiting:
        for catch in catches:
            if catch.kind in ("message", "signal"):
                found.add(("subscription", owner, catch.trigger))
            elif catch.kind == "timer" and not catch.is_met:
                found.add(("timer", owner, catch.trigger))
    return found


def check_whole(state: InstanceState, process: Process) -> None:
    """Every token is in a scope that is there and every scope is somebody's; nobody is between two nodes, and

    who waits for others holds some, but for an ad-hoc sub-process, which waits for a choice.
    """
    holders = {token.scope for token in state.tokens.values()}
    for token in state.tokens.values():
        assert token.state != "ready", f"{token} has not come to wait"
        assert not token.scope or token.scope in state.tokens, f"{token} is in no scope"
        if token.state in _HOLDING and token.id not in holders:
            assert isinstance(process.find(token.node), AdHocSubProcess), f"{token} waits for nobody"
    assert all(owner in state.tokens for owner in state.scopes if owner), "a scope without its token"
    if state.status == "active":
        assert state.tokens, "nothing can happen any more"
    else:
        assert not state.tokens and not state.scopes, "something is left of an ended instance"
