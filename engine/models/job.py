"""Work that waits for a moment or for a worker: timers, connector calls, deliveries."""

from django.db import models
from django.db.models import Q

from engine.models.process_instance import ProcessInstance


class Job(models.Model):
    """Deleted when done. ``name``: boundary event id of a timer, connector name of a connector, message or
    signal to deliver, key of the process that a start timer begins.

    ``instance`` NULL: a message that looks for who waits, a start by signal or timer; ``token`` is 0 then.

    ``fence`` grows with every claim: a worker whose lease ran out cannot write its late result.
    ``held``: the case is suspended. ``external``: for workers outside of Kartabl, who fetch it themselves.
    """

    class Kind(models.TextChoices):
        TIMER = "timer"
        CONNECTOR = "connector"
        DELIVER = "deliver"
        START_TIMER = "start-timer"

    class State(models.TextChoices):
        READY = "ready"
        RUNNING = "running"
        FAILED = "failed"
        HELD = "held"
        EXTERNAL = "external"

    instance = models.ForeignKey(
        ProcessInstance, models.PROTECT, null=True, related_name="jobs", db_index=False
    )
    token = models.PositiveIntegerField()
    node = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=200)
    payload = models.TextField(default="{}")
    due = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=1)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "engine_job"
        indexes = [
            models.Index(fields=["instance", "token"], name="job_by_token"),
            models.Index(fields=["due"], name="open_job_by_due", condition=Q(state__in=["ready", "running"])),
            models.Index(fields=["name", "due"], name="external_job_by_name", condition=Q(state="external")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name} #{self.pk}"
