"""Prometheus: how often, how long, how it ended; and at each scrape what waits.

With PROMETHEUS_MULTIPROC_DIR all processes of a machine are counted together, workers included.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from engine.telemetry import Watched

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30)
FAMILIES = {"command": "commands", "job": "jobs", "calculator": "calculators", "connector": "connectors"}
Figures = dict[str, tuple[str, float]]  # name of a gauge → what it says, value


class Metrics:
    """The sink, and the page for Prometheus. ``figures``: what is asked of the database at each scrape."""

    def __init__(self, figures: Callable[[], Figures]) -> None:
        self._figures = figures
        self._registry = CollectorRegistry()
        self._counts, self._seconds = {}, {}
        for kind, family in FAMILIES.items():
            self._counts[kind] = Counter(
                f"kartabl_{family}",
                f"{family} by name and outcome",
                ["name", "outcome"],
                registry=self._registry,
            )
            self._seconds[kind] = Histogram(
                f"kartabl_{kind}_seconds",
                f"How long {family} take",
                ["name"],
                buckets=BUCKETS,
                registry=self._registry,
            )

    @contextmanager
    def around(self, watched: Watched) -> Iterator[None]:
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[watched.kind].labels(watched.name).observe(time.perf_counter() - begun)
            self._counts[watched.kind].labels(watched.name, watched.outcome).inc()

    def page(self) -> bytes:
        """Everything, in Prometheus' text format."""
        counted = self._registry
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        waiting = CollectorRegistry()
        waiting.register(_Waiting(self._figures))
        return generate_latest(counted) + generate_latest(waiting)


class _Waiting:
    def __init__(self, figures: Callable[[], Figures]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, (says, value) in self._figures().items():
            yield GaugeMetricFamily(name, says, value=value)
