"""What belongs to a scope: the record of a token that holds others, or data of its own.

Scope 0 is the process. Records are changed only through ``Run.own_scope``, which copies them first.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

CatchKind = Literal["timer", "message", "signal", "condition"]
Then = Literal["leave", "cancel", "end"]


@dataclass(frozen=True, slots=True)
class Catch:
    """A trigger that is waited for; ``trigger``: its name (``definition.catching``).

    ``key``: of a message, computed when the wait began. ``is_met``: a condition that was true when last
    asked; of a parallel multiple event, a trigger that has happened. Timers: ``remaining`` occurrences
    still to come, None without end; ``every``: what a cycle repeats.
    """

    trigger: str
    kind: CatchKind = "timer"
    key: str | None = None
    is_met: bool = False
    remaining: int | None = 1
    every: str = ""


@dataclass(frozen=True, slots=True)
class Compensation:
    """A completed activity that can be undone (BPMN 13.5.5); never changed once made.

    ``handler``: the activity or event sub-process that does it; empty: ``inner``, last first. ``variables``:
    the data of its scope as they were at its end. ``called``: reference of the process of the handler.
    """

    activity: str
    handler: str = ""
    variables: dict[str, Any] = field(default_factory=dict)
    inner: tuple["Compensation", ...] = ()
    called: str = ""


@dataclass(slots=True)
class LoopCount:
    """The progress of a loop. ``total``: instances in all, None for a standard loop.

    ``items``: of the collection, None without one; ``outputs``: one place for each instance, None when
    nothing is collected.
    """

    total: int | None = None
    begun: int = 0
    completed: int = 0
    terminated: int = 0
    items: list[Any] | None = None
    outputs: list[Any] | None = None

    def copy(self) -> "LoopCount":
        """A copy to change; items never change."""
        outputs = None if self.outputs is None else self.outputs.copy()
        return LoopCount(self.total, self.begun, self.completed, self.terminated, self.items, outputs)


@dataclass(slots=True)
class Scope:
    """``variables``: local ones; all there are when ``called`` names the process that runs inside. Of that one
    ``written`` are the names that it has given values itself; ``own`` then are local ones of the call.

    ``catches``: what the starts of its event sub-processes wait for. ``is_closed``: an interrupting event
    sub-process has taken over, or an ad-hoc sub-process begins nothing more. ``completed``: what can be
    compensated, in order of completion. ``pending``: compensations still to be done by the token, last
    first, and what it does ``then``.
    """

    variables: dict[str, Any] = field(default_factory=dict)
    catches: tuple[Catch, ...] = ()
    is_closed: bool = False
    called: str = ""
    completed: list[Compensation] = field(default_factory=list)
    loop: LoopCount | None = None
    pending: list[Compensation] = field(default_factory=list)
    then: Then = "leave"
    own: dict[str, Any] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def copy(self) -> "Scope":
        """A copy to change."""
        return Scope(
            self.variables.copy(),
            self.catches,
            self.is_closed,
            self.called,
            self.completed.copy(),
            None if self.loop is None else self.loop.copy(),
            self.pending.copy(),
            self.then,
            self.own.copy(),
            self.written.copy(),
        )
