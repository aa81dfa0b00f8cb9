"""The effects of a command by the table they touch."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.runtime import commands

# effects that begin something → the list they are kept in as they are
_BEGINNINGS: dict[type, str] = {
    commands.CreateUserTask: "user_tasks_in",
    commands.ChangeUserTask: "user_tasks_changed",
    commands.ScheduleTimer: "timers_in",
    commands.RunConnector: "connectors_in",
    commands.Subscribe: "subscriptions_in",
    commands.SendMessage: "messages",
    commands.BroadcastSignal: "signals",
    commands.OpenIncident: "incidents_in",
}


@dataclass(slots=True)
class WaitingChanges:
    """Rows that end (as tokens or (token, trigger)), rows that begin, and what goes to other cases."""

    user_tasks_out: list[int] = field(default_factory=list)
    user_tasks_in: list[commands.CreateUserTask] = field(default_factory=list)
    user_tasks_changed: list[commands.ChangeUserTask] = field(default_factory=list)
    timers_out: list[tuple[int, str]] = field(default_factory=list)
    timers_in: list[commands.ScheduleTimer] = field(default_factory=list)
    connectors_out: list[int] = field(default_factory=list)
    connectors_in: list[commands.RunConnector] = field(default_factory=list)
    subscriptions_out: list[tuple[int, str]] = field(default_factory=list)
    subscriptions_in: list[commands.Subscribe] = field(default_factory=list)
    messages: list[commands.SendMessage] = field(default_factory=list)
    signals: list[commands.BroadcastSignal] = field(default_factory=list)
    incidents_out: list[int] = field(default_factory=list)
    incidents_in: list[commands.OpenIncident] = field(default_factory=list)

    @property
    def awaits_messages(self) -> bool:
        """Whether a message sent before may be what somebody waits for from now on."""
        return any(begun.kind == "message" for begun in self.subscriptions_in)

    @property
    def wakes_workers(self) -> bool:
        """Whether there is work that is due at once."""
        return bool(self.connectors_in or self.messages or self.signals)

    def add(self, effects: Iterable[commands.Effect]) -> None:
        """Sort effects, already free of opposites, into their places."""
        for effect in effects:
            place = _BEGINNINGS.get(type(effect))
            if place is None:
                self._end(effect)
            else:
                getattr(self, place).append(effect)

    def _end(self, effect: commands.Effect) -> None:
        match effect:
            case commands.CloseUserTask(token=token):
                self.user_tasks_out.append(token)
            case commands.CancelTimer(token=token, timer=timer):
                self.timers_out.append((token, timer))
            case commands.CancelConnector(token=token):
                self.connectors_out.append(token)
            case commands.Unsubscribe(token=token, trigger=trigger):
                self.subscriptions_out.append((token, trigger))
            case commands.CloseIncident(token=token):
                self.incidents_out.append(token)
