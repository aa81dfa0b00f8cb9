"""The only clock of the engine: always aware, always UTC; tests move it with ``travel``."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_travelled: list[datetime] = []


def now() -> datetime:
    """The current instant in UTC, or the innermost instant travelled to."""
    return _travelled[-1] if _travelled else datetime.now(UTC)


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Let ``now`` answer ``to`` inside the block, in every thread of this process."""
    if to.tzinfo is None:
        raise ValueError("travel needs an aware datetime")
    _travelled.append(to.astimezone(UTC))
    try:
        yield
    finally:
        _travelled.pop()
