"""A line of service tasks with calculators, all in one transaction."""

from collections.abc import Callable

from bench.engine import shapes
from bench.engine.runs import Run, timed

TITLE = "a line of 20 service tasks in one transaction"
UNIT, SIZE, COUNT, TINY = "instances", 20, 50, (3, 2)
CANNOT: dict[str, str] = {}


def _results(size: int) -> dict[str, int]:
    return {f"n{number}": 2 for number in range(size)}


def kartabl(folder: str, size: int) -> Run:
    from bench.engine import kartabl as host

    host.set_up(folder, shapes.line(size, "service", "feel"))
    return timed(lambda: host.run_through("line", {}, _results(size)))


def floor(folder: str, size: int) -> Run:
    from bench.engine import floor as host

    return host.prepare(kartabl(folder, size))


def viewflow(folder: str, size: int) -> Run:
    from bench.engine.viewflow import Host, has_done

    Host(folder)
    from django.db import transaction

    from bench.engine.viewflow_flow import line

    made = line(size)

    def run_one() -> Callable[[], None]:
        with transaction.atomic():
            process = made.start.run()
        return has_done(process, size, "FUNCTION")

    return timed(run_one)


def spiff(folder: str, size: int) -> Run:
    from bench.engine.spiff import Host, run_through

    host = Host(folder, shapes.line(size, "script", "python"), "line")
    return timed(run_through(host, {}, _results(size)))


def bpmn_engine(size: int) -> tuple[str, int]:
    """The process, and how many tasks have to be done."""
    return shapes.line(size, "script", "javascript"), size
