"""A parallel split, a script task in each branch, a join."""

from collections.abc import Callable

from bench.engine import shapes
from bench.engine.runs import Run, timed

TITLE = "split and join of 50 branches, script tasks"
UNIT, SIZE, COUNT, TINY = "instances", 50, 20, (3, 2)
CANNOT: dict[str, str] = {}


def _results(size: int) -> dict[str, int]:
    return {f"n{number}": 2 for number in range(size)}


def kartabl(folder: str, size: int) -> Run:
    from bench.engine import kartabl as host

    host.set_up(folder, shapes.split(size, "script", "feel"))
    return timed(lambda: host.run_through("split", {}, _results(size)))


def floor(folder: str, size: int) -> Run:
    from bench.engine import floor as host

    return host.prepare(kartabl(folder, size))


def viewflow(folder: str, size: int) -> Run:
    from bench.engine.viewflow import Host, has_done

    Host(folder)
    from django.db import transaction

    from bench.engine.viewflow_flow import split

    made = split(size, of_views=False)

    def run_one() -> Callable[[], None]:
        with transaction.atomic():
            process = made.start.run()
        return has_done(process, size, "FUNCTION")

    return timed(run_one)


def spiff(folder: str, size: int) -> Run:
    from bench.engine.spiff import Host, run_through

    host = Host(folder, shapes.split(size, "script", "python"), "split")
    return timed(run_through(host, {}, _results(size)))


def bpmn_engine(size: int) -> tuple[str, int]:
    """The process, and how many tasks have to be done."""
    return shapes.split(size, "script", "javascript"), size
