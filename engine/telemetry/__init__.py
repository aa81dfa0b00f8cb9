"""What is told to OpenTelemetry and Prometheus, if the settings want it; off, it costs one `if`.

A sink is told of each command, job, calculator and connector call: its kind and name, how long it took and
how it ended. Never data of a case: ids, names of the definition and codes only.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Literal, ParamSpec, Protocol, TypeVar

from engine.errors import EngineError

Kind = Literal["command", "job", "calculator", "connector"]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


@dataclass(slots=True)
class Watched:
    """Something under way. ``outcome``: done, refused, retried, failed; who carries it out may say which."""

    kind: Kind
    name: str
    attributes: dict[str, str | int]
    outcome: str = "done"


class Sink(Protocol):
    """Is told of everything; must not raise."""

    def around(self, watched: Watched) -> AbstractContextManager[None]:
        """Entered before the work, left after it, when ``outcome`` is known."""


_sinks: tuple[Sink, ...] = ()


def switch_on(*sinks: Sink) -> None:
    """From now on these are told; none switches off."""
    global _sinks
    _sinks = sinks


def is_on() -> bool:
    return bool(_sinks)


def page() -> bytes | None:
    """What a sink has to show to who asks for it; None when none does."""
    return next((sink.page() for sink in _sinks if hasattr(sink, "page")), None)


@contextmanager
def watching(kind: Kind, name: str, **attributes: str | int) -> Iterator[Watched]:
    """Tell the sinks of the work inside."""
    watched = Watched(kind, name, attributes)
    with ExitStack() as stack:
        for sink in _sinks:
            stack.enter_context(sink.around(watched))
        try:
            yield watched
        except EngineError:
            watched.outcome = "refused"
            raise
        except Exception:
            watched.outcome = "failed"
            raise


def command(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """A command of the engine: watched under its name."""
    name = function.__name__

    @wraps(function)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        if not _sinks:
            return function(*args, **kwargs)
        with watching("command", name):
            return function(*args, **kwargs)

    return run


def called(kind: Kind, name: str, work: Callable[[], Result]) -> Result:
    """The result of a plug-in's work, watched."""
    if not _sinks:
        return work()
    with watching(kind, name):
        return work()
