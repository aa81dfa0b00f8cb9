"""A parallel multi-instance user task: started, then every item completed."""

import time
from itertools import count as numbers

from bench.engine import shapes
from bench.engine.runs import Run, verify

TITLE = "multi-instance of 1,000 items, user task: started, each completed"
UNIT, SIZE, COUNT, TINY = "items", 1000, 1000, (5, 5)
CANNOT = {"viewflow": "no multi-instance: Split ignores its data_source"}
NOT_MEASURED = {"bpmn_engine": "its program of this benchmark completes no single instances"}
SAMPLE = 10  # completions of a peer that saves all items at each; the start is spread over all items
REMARKS = {"spiff": f"the start and {SAMPLE} completions measured"}


def kartabl(folder: str, size: int) -> Run:
    from bench.engine import kartabl as host

    host.set_up(folder, shapes.many("user", "feel", size))

    def run(count: int) -> float:
        began = time.perf_counter()
        check = host.complete_all("many", {"items": list(range(size))}, size)
        taken = time.perf_counter() - began
        check()
        return taken * count / size

    return run


def floor(folder: str, size: int) -> Run:
    from bench.engine import floor as host

    whole = kartabl(folder, size)
    of_one = host.prepare(lambda _: whole(size))
    return lambda count: of_one(1) * count / size


def spiff(folder: str, size: int) -> Run:
    from bench.engine.spiff import Host

    host = Host(folder, shapes.many("user", "python", size), "many")
    samples, number = min(SAMPLE, size), numbers()

    def run(count: int) -> float:
        began = time.perf_counter()
        key, _ = host.start({"items": list(range(size))})
        started = time.perf_counter()
        for _ in range(samples):
            workflow = host.step(key, {"result": next(number)})
        ended = time.perf_counter()
        left = len([task for task in workflow.get_tasks(manual=True) if not task.has_state(64)])
        verify(left == size - samples, f"{left} items are left")
        return count * ((started - began) / size + (ended - started) / samples)

    return run
