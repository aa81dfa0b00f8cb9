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

    ``items``: of the collection while instances are still to begin. ``outputs``: id of a completed instance's
    token → its number and what it gave; None when nothing is collected. ``is_apart``: the instances are
    stored one by one (``parts``), and some or all may not be at hand.
    """

    total: int | None = None
    begun: int = 0
    completed: int = 0
    terminated: int = 0
    items: list[Any] | None = None
    outputs: dict[int, tuple[int, Any]] | None = None
    is_apart: bool = False

    @property
    def active(self) -> int:
        """The instances that are under way."""
        return self.begun - self.completed - self.terminated

    def copy(self) -> "LoopCount":
        """A copy to change; items never change."""
        outputs = None if self.outputs is None else self.outputs.copy()
        return LoopCount(
            self.total, self.begun, self.completed, self.terminated, self.items, outputs, self.is_apart
        )


@dataclass(slots=True)
class Scope:
    """``variables``: local ones; all there are when ``called`` names the process that runs inside. Of that one
    ``written`` are the names that it has given values itself; ``own`` then are local ones of the call.
    ``number``: of an instance of a loop, from 1, whatever its variable loopCounter has become.

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
    number: int = 0

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
            self.number,
        )
