"""Messages to some of very many waiting cases, from ``correlate`` until the last is delivered."""

import time

from bench.engine import shapes
from bench.engine.runs import Run, verify

TITLE = "messages among 100,000 waiting cases, correlated to delivered"
UNIT, SIZE, COUNT, TINY = "messages", 100_000, 1000, (50, 10)
NOT_MEASURED = {"floor": "the captured rows would need their waiting cases"}
CANNOT = {
    "viewflow": "no correlation keys",
    "spiff": "no store of waiting workflows to correlate among",
    "bpmn_engine": "no store of waiting executions to correlate among",
}


def kartabl(folder: str, size: int) -> Run:
    from bench.engine import kartabl as host

    host.set_up(folder, shapes.message())
    from bench.engine.cloning import FIRST, clone
    from engine import api

    case = api.start("message", {"order": "0"}, unit=host.UNIT)
    clone(case.pk, size)
    sent = 0

    def run(count: int) -> float:
        nonlocal sent
        verify(sent + count <= size, "every case takes one message")
        keys = [(sent + number) * 7919 % size + 1 for number in range(count)]
        sent += count
        began = time.perf_counter()
        for key in keys:
            verify(api.correlate("paid", correlation_key=str(key), variables={"amount": key}), "known")
        api.run_due_jobs()
        taken = time.perf_counter() - began
        ids = ", ".join(str(case.pk + FIRST + key) for key in keys)
        ended = host.count("engine_process_instance", f"state = 'completed' AND id IN ({ids})")
        verify(ended == count, f"{ended} of {count} messages were delivered")
        return taken

    return run
