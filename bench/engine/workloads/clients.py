"""The short process by several client processes at once on one PostgreSQL; ``size`` is the number of the client.

Client 0 makes the tables. ``check`` looks for what was lost or is stuck.
"""

from bench.engine.runs import Run, timed, verify
from bench.engine.workloads import short

TITLE = "the short process on PostgreSQL by so many clients at once"
UNIT, COUNT, TINY = "instances", 240, (1, 8)


def kartabl(folder: str, size: int) -> Run:
    from bench.engine import kartabl as host

    if size == 0:
        short.kartabl(folder, 1)
    else:
        host.connect(folder)
    return timed(short.commands(f"{size}-"))


def viewflow(folder: str, size: int) -> Run:
    from bench.engine.viewflow import Host

    return timed(short.viewflow_commands(Host(folder, is_new=size == 0)))


def check(contender: str) -> int:
    """How many cases there are, all of which have ended and left nothing behind."""
    if contender == "viewflow":
        from viewflow.workflow.models import Process, Task

        verify(not Process.objects.exclude(status="DONE").exists(), "processes of viewflow are stuck")
        verify(not Task.objects.exclude(status="DONE").exists(), "tasks of viewflow are stuck")
        return Process.objects.count()
    from bench.engine import kartabl as host
    from engine.store.inspection import inspect

    found = inspect()
    verify(not found.faults and not found.joins, f"faults: {found.faults[:5]}, joins: {found.joins[:5]}")
    verify(found.cases == 0, f"{found.cases} cases are stuck")
    for table in ("engine_user_task WHERE state = 'open'", "engine_inbox_entry", "engine_job"):
        verify(host.count(*table.split(" WHERE ")) == 0, f"rows are left in {table}")
    return host.count("engine_process_instance", "state = 'completed'")
