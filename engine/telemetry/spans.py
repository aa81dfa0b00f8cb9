"""OpenTelemetry: a span for each command, job, calculator and connector call, nested as they are.

Only the API is used; which provider exports them is for `opentelemetry-instrument` or the installation to say.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.trace import StatusCode, TracerProvider

from engine.telemetry import Watched


class Spans:
    """The sink."""

    def __init__(self, provider: TracerProvider | None = None) -> None:
        self._tracer = trace.get_tracer("kartabl", tracer_provider=provider)

    @contextmanager
    def around(self, watched: Watched) -> Iterator[None]:
        """The exception's text stays out of the span: it may quote data of the case."""
        attributes = {f"kartabl.{name}": value for name, value in watched.attributes.items()}
        with self._tracer.start_as_current_span(
            f"{watched.kind} {watched.name}",
            attributes={"kartabl.kind": watched.kind, "kartabl.name": watched.name, **attributes},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            try:
                yield
            finally:
                span.set_attribute("kartabl.outcome", watched.outcome)
                if watched.outcome == "failed":
                    span.set_status(StatusCode.ERROR)
