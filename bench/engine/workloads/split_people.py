"""A parallel split, a user task in each branch, a join."""

from collections.abc import Callable

from bench.engine import shapes
from bench.engine.runs import Run, timed

TITLE = "split and join of 50 branches, user tasks"
UNIT, SIZE, COUNT, TINY = "instances", 50, 4, (3, 2)
CANNOT: dict[str, str] = {}


def kartabl(folder: str, size: int) -> Run:
    from bench.engine import kartabl as host

    host.set_up(folder, shapes.split(size, "user", "feel"))
    return timed(lambda: host.complete_all("split", {}, size))


def floor(folder: str, size: int) -> Run:
    from bench.engine import floor as host

    return host.prepare(kartabl(folder, size))


def viewflow(folder: str, size: int) -> Run:
    from bench.engine.viewflow import Host, has_done

    host = Host(folder)
    from bench.engine.viewflow_flow import split

    made = split(size, of_views=True)

    def run_one() -> Callable[[], None]:
        process = made.start.run()
        for number in range(size):
            host.execute(made, process, f"n{number}")
        return has_done(process, size, "HUMAN")

    return timed(run_one)


def spiff(folder: str, size: int) -> Run:
    from bench.engine.spiff import Host, complete_all

    host = Host(folder, shapes.split(size, "user", "python"), "split")
    return timed(complete_all(host, [{}] * size))


def bpmn_engine(size: int) -> tuple[str, int]:
    """The process, and how many tasks have to be done."""
    return shapes.split(size, "user", "javascript"), size
