"""Start, user task, exclusive gateway, user task, end."""

import json
from collections.abc import Callable
from typing import Any

from bench.engine.runs import Run, timed, verify
from bench.engine.short_process import DATA, FORM, PROCESS

TITLE = "start → user task → exclusive gateway → user task → end"
UNIT, SIZE, COUNT, TINY = "instances", 1, 200, (1, 2)
CANNOT: dict[str, str] = {}
CONDITION = (
    '<conditionExpression xsi:type="tFormalExpression" language="javascript">'
    "next(null, environment.output.fill.amount &gt; 1);<"
)


def kartabl(folder: str, size: int) -> Run:
    from bench.engine import kartabl as host

    host.set_up(folder, PROCESS, artifacts=[("form", "bench_form", json.dumps(FORM))])
    return timed(commands())


def commands(prefix: str = "") -> Any:
    """What runs one case from start to end."""
    from bench.engine import kartabl as host
    from engine import api

    clerk, chief = host.actor("clerk"), host.actor("chief")
    mark = 0

    def run_one() -> None:
        nonlocal mark
        mark += 1
        started = api.start("bench", {}, unit=host.UNIT, by=clerk, command_id=f"s{prefix}{mark}")
        (task,) = host.open_tasks(started.pk)
        api.complete(task, dict(DATA), by=clerk, command_id=f"a{prefix}{mark}")
        (task,) = host.open_tasks(started.pk)
        ended = api.complete(task, {}, by=chief, command_id=f"b{prefix}{mark}")
        verify(ended.state == "completed", f"the case is {ended.state}")

    return run_one


def floor(folder: str, size: int) -> Run:
    from bench.engine import floor as host

    return host.prepare(kartabl(folder, size))


def viewflow(folder: str, size: int) -> Run:
    from bench.engine.viewflow import Host

    return timed(viewflow_commands(Host(folder)))


def viewflow_commands(host: Any) -> Any:
    """What runs one process from start to end."""
    from bench.engine.viewflow import has_done
    from bench.engine.viewflow_flow import Short

    def run_one() -> Callable[[], None]:
        process = Short.start.run()
        host.execute(Short, process, "fill", {"amount": 5, "bank": "melli"})
        host.execute(Short, process, "approve")
        return has_done(process, 2, "HUMAN")

    return run_one


def spiff(folder: str, size: int) -> Run:
    from bench.engine.spiff import Host, complete_all

    plain = PROCESS.replace(' kartabl:formKey="bench_form"', "")
    return timed(complete_all(Host(folder, plain, "bench"), [{"amount": 5, "bank": "melli"}, {}]))


def bpmn_engine(size: int) -> tuple[str, int]:
    """The process, and how many tasks have to be done."""
    plain = PROCESS.replace("<conditionExpression>amount &gt; 1<", CONDITION)
    return plain.replace(
        "<definitions ", '<definitions xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    ), 2
