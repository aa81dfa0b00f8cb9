"""The flow classes of the viewflow contender."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.lock import no_lock, select_for_update_lock
from viewflow.workflow.models import Process

from bench.engine.databases import database

LOCK = select_for_update_lock if "postgresql" in database("viewflow")["ENGINE"] else no_lock


def _view(request: Any, **kwargs: Any) -> None:
    """A view that nobody looks at."""


def _double(activation: Any) -> None:
    activation.process.data = {**(activation.process.data or {}), activation.flow_task.name: 2}
    activation.process.save()


class Short(flow.Flow):
    process_class, lock_impl = Process, LOCK

    start = flow.StartHandle(this.begin).Next(this.fill)
    fill = flow.View(_view).Next(this.choice)
    choice = (
        flow.If(lambda activation: activation.process.data.get("amount", 0) > 1)
        .Then(this.approve)
        .Else(this.end)
    )
    approve = flow.View(_view).Next(this.end)
    end = flow.End()

    def begin(self, activation):
        return activation.process


class Timers(flow.Flow):
    process_class, lock_impl = Process, LOCK

    start = flow.StartHandle(this.begin).Next(this.wait)
    wait = flow.Timer(timedelta(seconds=-1)).Next(this.note)
    note = flow.Function(_double).Next(this.end)
    end = flow.End()

    def begin(self, activation):
        return activation.process


def _flow(name: str, nodes: dict[str, Any]) -> type:
    common = {"process_class": Process, "lock_impl": LOCK, "end": flow.End(), "__module__": __name__}
    common["begin"] = lambda self, activation: activation.process
    made = type(flow.Flow)(name, (flow.Flow,), {**common, **nodes})
    globals()[name] = made  # viewflow finds the class of a stored process by its place
    return made


def line(length: int) -> type:
    """One function after another."""
    names = [*(f"n{number}" for number in range(length)), "end"]
    nodes = {name: flow.Function(_double).Next(getattr(this, after)) for name, after in pairwise(names)}
    return _flow("LineFlow", {"start": flow.StartHandle(this.begin).Next(this.n0), **nodes})


def split(branches: int, *, of_views: bool) -> type:
    """A split, a function or a view in each branch, a join."""
    gateway, nodes = flow.Split(), {}
    for number in range(branches):
        gateway.Next(getattr(this, f"n{number}"))
        node = flow.View(_view) if of_views else flow.Function(_double)
        nodes[f"n{number}"] = node.Next(this.join)
    start = flow.StartHandle(this.begin).Next(this.split)
    ends = {"start": start, "split": gateway, "join": flow.Join().Next(this.end)}
    return _flow("SplitViews" if of_views else "SplitScripts", {**ends, **nodes})
