"""The short process in databases that hold ever more cases; all but those measured wait at the first user task."""

from bench.engine.runs import Run
from bench.engine.workloads import short

TITLE = "the short process with so many cases in the database"
UNIT, SIZE, COUNT, TINY = "instances", 1000, 100, (10, 2)
CANNOT: dict[str, str] = {}


def kartabl(folder: str, size: int) -> Run:
    run = short.kartabl(folder, 1)
    from bench.engine import kartabl as host
    from bench.engine.cloning import clone
    from engine import api

    case = api.start("bench", {}, unit=host.UNIT, by=host.actor("clerk"))
    clone(case.pk, size - 1)
    return run
