"""Spans and metrics, with the real libraries: what is told, what is never told, and nothing when off."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families

from engine import api, clock, telemetry
from engine.apps import switch_on_telemetry
from engine.errors import NotAuthorised
from engine.models import Job, ProcessInstance, UserTask
from engine.plugins import calculator, connector
from engine.queries import waiting_figures
from engine.telemetry.metrics import Metrics
from engine.telemetry.spans import Spans
from tests.integration.conftest import EXPERT, TEACHER, UNIT
from tests.integration.processes import SERVICE
from tests.integration.workers import ROOT

TOKEN = "a-token-of-the-monitoring-1234"
Values = dict[tuple[str, ...], float]


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    telemetry.switch_on(Spans(provider))
    yield exporter
    telemetry.switch_on()


@pytest.fixture
def metrics() -> Iterator[Metrics]:
    made = Metrics(lambda: waiting_figures(clock.now()))
    telemetry.switch_on(made)
    yield made
    telemetry.switch_on()


@pytest.fixture
def failing() -> dict[str, int]:
    """How often the connector fails from now on."""
    left = {"tell": 0}
    calculator("test.double")(lambda inputs: inputs["amount"] * 2)

    @connector("test.tell")
    def tell(inputs: dict[str, Any], context: Any) -> None:
        if left["tell"]:
            left["tell"] -= 1
            raise ConnectionError("the number 09121234567 is not reached")

    return left


def value_of(page: bytes, sample: str, **labels: str) -> float:
    """The value of a sample; 0 when there is none."""
    for family in text_string_to_metric_families(page.decode()):
        for found in family.samples:
            if found.name == sample and labels.items() <= found.labels.items():
                return float(found.value)
    return 0.0


def test_command_job_and_plug_ins_are_spans_within_one_another(
    db: None, office: Any, spans: InMemorySpanExporter, failing: dict[str, int]
) -> None:
    api.deploy(SERVICE)
    started = api.start("service", {"amount": 21}, unit=UNIT, by=TEACHER)
    api.run_due_jobs()
    found = {span.name: span for span in spans.get_finished_spans()}
    assert set(found) == {
        "command deploy",
        "command start",
        "calculator test.double",
        "job connector",
        "connector test.tell",
    }
    assert found["calculator test.double"].parent == found["command start"].context
    assert found["connector test.tell"].parent == found["job connector"].context
    attributes = found["job connector"].attributes or {}
    assert (attributes["kartabl.instance"], attributes["kartabl.outcome"]) == (started.pk, "done")


def test_span_of_a_failure_is_marked_and_quotes_nothing(
    db: None, office: Any, spans: InMemorySpanExporter, failing: dict[str, int]
) -> None:
    failing["tell"] = 1
    api.deploy(SERVICE)
    api.start("service", {"amount": 21}, unit=UNIT, by=TEACHER)
    api.run_due_jobs()
    (failed,) = [span for span in spans.get_finished_spans() if span.name == "connector test.tell"]
    assert not failed.status.is_ok
    assert "0912" not in failed.to_json()


def test_metrics_count_commands_jobs_and_what_waits(
    request_started: ProcessInstance, metrics: Metrics, failing: dict[str, int]
) -> None:
    task = UserTask.objects.get(instance=request_started).pk
    with pytest.raises(NotAuthorised):
        api.complete(task, {"outcome": "approve"}, by=TEACHER)
    api.complete(task, {"outcome": "approve"}, by=EXPERT)
    failing["tell"] = 3
    api.deploy(SERVICE)
    api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
    assert value_of(metrics.page(), "kartabl_due_jobs") == 1
    for hour in range(3):
        with clock.travel(clock.now() + timedelta(hours=hour)):
            api.run_due_jobs()
    page = metrics.page()
    for outcome, count in (("done", 1), ("refused", 1)):
        assert value_of(page, "kartabl_commands_total", name="complete", outcome=outcome) == count
    assert value_of(page, "kartabl_command_seconds_count", name="complete") == 2
    for outcome, count in (("retried", 2), ("failed", 1)):
        assert value_of(page, "kartabl_jobs_total", name="connector", outcome=outcome) == count
    assert value_of(page, "kartabl_connectors_total", name="test.tell", outcome="failed") == 3
    assert value_of(page, "kartabl_open_incidents") == 1


def test_lag_is_the_age_of_the_oldest_due_job(
    db: None, office: Any, metrics: Metrics, failing: dict[str, int]
) -> None:
    api.deploy(SERVICE)
    api.start("service", {"amount": 1}, unit=UNIT, by=TEACHER)
    with clock.travel(Job.objects.get().due + timedelta(seconds=90)):
        assert 89 < value_of(metrics.page(), "kartabl_due_job_lag_seconds") < 92


@pytest.mark.parametrize("given", ["", "Bearer wrong", f"Bearer {TOKEN}x"])
def test_page_does_not_exist_without_the_token(db: None, metrics: Metrics, settings: Any, given: str) -> None:
    settings.KARTABL_METRICS_TOKEN = TOKEN
    assert Client().get("/metrics", headers={"Authorization": given}).status_code == 404


def test_page_for_the_token_and_only_when_metrics_are_wanted(
    db: None, metrics: Metrics, settings: Any
) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    assert Client().get("/metrics", headers=headers).status_code == 404
    settings.KARTABL_METRICS_TOKEN = TOKEN
    answer = Client().get("/metrics", headers=headers)
    assert answer.status_code == 200
    assert value_of(answer.content, "kartabl_open_incidents") == 0
    assert b"kartabl_open_incidents 0.0" in answer.content
    telemetry.switch_on()
    assert Client().get("/metrics", headers=headers).status_code == 404


def test_unknown_wish_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured):
        switch_on_telemetry("traces,metrix")


def test_nothing_is_loaded_when_off() -> None:
    code = (
        "import django, sys; django.setup(); from engine import api;"
        "print([name for name in sys.modules if name.split('.')[0] in ('opentelemetry', 'prometheus_client')])"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_workers_of_one_machine_are_counted_together(tmp_path: Any) -> None:
    """PROMETHEUS_MULTIPROC_DIR: what another process counted is on this one's page."""
    code = (
        "from engine import telemetry; from engine.telemetry.metrics import Metrics;"
        "made = Metrics(dict); telemetry.switch_on(made);"
        "telemetry.called('calculator', 'test.x', int); print(made.page().decode())"
    )
    for count in (1, 2):
        told = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert value_of(told.stdout.encode(), "kartabl_calculators_total", name="test.x") == count
