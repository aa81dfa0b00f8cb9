"""What a worker does when it is told to: so many units, verified; the seconds of what is measured."""

import time
from collections.abc import Callable

Run = Callable[[int], float]
Check = Callable[[], str]


def timed(run_one: Callable[[], Callable[[], None] | None]) -> Run:
    """One unit after another, all of it measured; what a unit gives verifies it afterwards."""

    def run(count: int) -> float:
        began = time.perf_counter()
        checks = [run_one() for _ in range(count)]
        taken = time.perf_counter() - began
        for check in checks:
            if check is not None:
                check()
        return taken

    return run


class Wrong(Exception):
    """What was measured did not do what it should have done."""


def verify(condition: bool, what: str) -> None:
    """A benchmark that measures failures is worthless."""
    if not condition:
        raise Wrong(what)
