"""The flow class of the viewflow contender."""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process


class BenchFlow(flow.Flow):
    process_class = Process

    start = flow.StartHandle(this.begin).Next(this.fill)
    fill = flow.View(lambda request, **kwargs: None).Next(this.choice)
    choice = (
        flow.If(lambda activation: activation.process.data.get("amount", 0) > 1)
        .Then(this.approve)
        .Else(this.end)
    )
    approve = flow.View(lambda request, **kwargs: None).Next(this.end)
    end = flow.End()

    def begin(self, activation):
        return activation.process
