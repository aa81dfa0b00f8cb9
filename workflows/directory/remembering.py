"""What the directory has read once in a web request or command is not read again; a write forgets all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

Answer = TypeVar("Answer")
_memory: ContextVar[dict[tuple[str, ...], object] | None] = ContextVar("directory_memory", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Ask each question at most once inside the block; blocks may be nested."""
    if _memory.get() is not None:
        yield
        return
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


def recall(question: tuple[str, ...], answer: Callable[[], Answer]) -> Answer:
    """The remembered answer, or a new one; outside of a ``remembering`` block always a new one."""
    memory = _memory.get()
    if memory is None:
        return answer()
    if question not in memory:
        memory[question] = answer()
    return cast(Answer, memory[question])


def forget(**_signal: object) -> None:
    """Read everything again: called whenever a table of the directory is written."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()
