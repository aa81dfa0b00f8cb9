"""The effects of a command by the table they touch."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.runtime import commands


@dataclass(slots=True)
class WaitingChanges:
    """Rows that end (as tokens or (token, timer)) and rows that begin."""

    user_tasks_out: list[int] = field(default_factory=list)
    user_tasks_in: list[commands.CreateUserTask] = field(default_factory=list)
    user_tasks_changed: list[commands.ChangeUserTask] = field(default_factory=list)
    timers_out: list[tuple[int, str]] = field(default_factory=list)
    timers_in: list[commands.ScheduleTimer] = field(default_factory=list)
    connectors_out: list[int] = field(default_factory=list)
    connectors_in: list[commands.RunConnector] = field(default_factory=list)
    incidents_out: list[int] = field(default_factory=list)
    incidents_in: list[commands.OpenIncident] = field(default_factory=list)

    def add(self, effects: Iterable[commands.Effect]) -> None:
        """Sort effects, already free of opposites, into their places."""
        for effect in effects:
            match effect:
                case commands.CreateUserTask():
                    self.user_tasks_in.append(effect)
                case commands.ScheduleTimer():
                    self.timers_in.append(effect)
                case commands.RunConnector():
                    self.connectors_in.append(effect)
                case commands.OpenIncident():
                    self.incidents_in.append(effect)
                case commands.ChangeUserTask():
                    self.user_tasks_changed.append(effect)
                case _:
                    self._end(effect)

    def _end(self, effect: commands.Effect) -> None:
        match effect:
            case commands.CloseUserTask(token=token):
                self.user_tasks_out.append(token)
            case commands.CancelTimer(token=token, timer=timer):
                self.timers_out.append((token, timer))
            case commands.CancelConnector(token=token):
                self.connectors_out.append(token)
            case commands.CloseIncident(token=token):
                self.incidents_out.append(token)
