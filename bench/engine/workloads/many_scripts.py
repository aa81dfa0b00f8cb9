"""A parallel multi-instance script task, in one transaction."""

from bench.engine import shapes
from bench.engine.runs import Run, timed

TITLE = "multi-instance of 1,000 items, script task"
UNIT, SIZE, COUNT, TINY = "instances", 1000, 2, (5, 2)
CANNOT = {"viewflow": "no multi-instance: Split ignores its data_source"}


def _data(size: int) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    items = list(range(size))
    return {"items": items}, {"results": [item * 2 for item in items]}


def kartabl(folder: str, size: int) -> Run:
    from bench.engine import kartabl as host

    host.set_up(folder, shapes.many("script", "feel", size))
    return timed(lambda: host.run_through("many", *_data(size)))


def floor(folder: str, size: int) -> Run:
    from bench.engine import floor as host

    return host.prepare(kartabl(folder, size))


def spiff(folder: str, size: int) -> Run:
    from bench.engine.spiff import Host, run_through

    return timed(run_through(Host(folder, shapes.many("script", "python", size), "many"), *_data(size)))


def bpmn_engine(size: int) -> tuple[str, int]:
    """The process, and how many tasks have to be done."""
    return shapes.many("script", "javascript", size), size
