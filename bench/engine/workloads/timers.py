"""A timer storm: cases that wait for a timer that is due, all worked off by one worker."""

import time
from datetime import timedelta

from bench.engine import shapes
from bench.engine.runs import Run, verify

TITLE = "timer storm, 10,000 due timers worked off by one worker"
UNIT, SIZE, COUNT, TINY = "timers", 1, 10_000, (1, 20)
NOT_MEASURED = {"floor": "the captured rows would need their waiting cases"}
CANNOT = {
    "spiff": "timers are looked at only in a workflow that the host has loaded",
    "bpmn_engine": "timers live in the memory of the process",
}
COUNTS = {"viewflow": 500}


def kartabl(folder: str, size: int) -> Run:
    from bench.engine import kartabl as host

    host.set_up(folder, shapes.timer())
    from bench.engine.cloning import clone
    from engine import api, clock

    copied = 0

    def run(count: int) -> float:
        nonlocal copied
        with clock.travel(clock.now() - timedelta(days=2)):
            case = api.start("timer", {}, unit=host.UNIT)
        clone(case.pk, count - 1, after=copied)
        copied += count - 1
        before = host.count("engine_process_instance", "state = 'completed'")
        began = time.perf_counter()
        fired = api.run_due_jobs()
        taken = time.perf_counter() - began
        ended = host.count("engine_process_instance", "state = 'completed'") - before
        verify(fired == ended == count, f"{fired} timers fired, {ended} cases ended")
        return taken

    return run


def viewflow(folder: str, size: int) -> Run:
    from bench.engine.viewflow import Host

    Host(folder)
    from viewflow.workflow.models import Process
    from viewflow.workflow.timers import fire_due_timers

    from bench.engine.viewflow_flow import Timers

    def run(count: int) -> float:
        for _ in range(count):
            Timers.start.run()
        before = Process.objects.filter(status="DONE").count()
        began = time.perf_counter()
        fired = fire_due_timers()
        taken = time.perf_counter() - began
        ended = Process.objects.filter(status="DONE").count() - before
        verify(fired == ended == count, f"{fired} timers fired, {ended} processes ended")
        return taken

    return run
