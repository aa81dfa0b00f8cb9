"""A loaded DMN model: evaluate a decision or a decision service by name or id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine import clock
from engine.dmn.document import parse_document
from engine.dmn.elements import Decision, DecisionService, Drg, Graph, InputData
from engine.dmn.evaluation import Evaluation, evaluate_service
from engine.dmn.reader import ModelReader
from engine.dmn.requirements import check_requirements
from engine.dmn.run import DecisionRun
from engine.errors import DecisionError, FeelError, Problem
from engine.feel.coercion import to_feel
from engine.feel.types import Value


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """``matched``: rule numbers from 1 of every table evaluated, by name of decision or knowledge model."""

    value: Value
    matched: dict[str, list[int]] = field(default_factory=dict)


class DecisionModel:
    """Immutable, safe to share between threads. ``problems`` are expressions that are not FEEL:
    a model with problems loads, so that its sound decisions can be tried, but must not be deployed."""

    def __init__(self, graph: Graph, namespace: str, problems: tuple[Problem, ...]) -> None:
        self._graph = graph
        self._own = [item for item in graph.elements.values() if item.key.startswith(f"{namespace}#")]
        self.problems = problems

    @property
    def decisions(self) -> tuple[str, ...]:
        """The names of the model's own decisions."""
        return tuple(item.name for item in self._own if isinstance(item, Decision))

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of the model's own input data."""
        return tuple(item.name for item in self._own if isinstance(item, InputData))

    def evaluate(self, name_or_id: str, inputs: Mapping[str, Value], now: dt.datetime | None = None) -> Value:
        """The value of a decision; of a service with several outputs a context.

        ``inputs`` are by name; a missing one is null. ``now`` is the engine's clock unless given.
        DecisionError: no such decision, a table broken by its hit policy, or an expression beyond its budget.
        """
        return self.evaluate_with_trace(name_or_id, inputs, now).value

    def evaluate_with_trace(
        self, name_or_id: str, inputs: Mapping[str, Value], now: dt.datetime | None = None
    ) -> DecisionResult:
        """The value and which rules matched on the way to it."""
        element = self._find(name_or_id)
        run = DecisionRun(now or clock.now())
        try:
            values = {name: to_feel(value) for name, value in inputs.items()}
            return DecisionResult(self._value(element, values, run), run.matched)
        except FeelError as error:
            raise DecisionError(decision=element.name, reason=str(error)) from error
        except RecursionError as error:
            raise DecisionError(decision=element.name, reason="nested too deeply") from error

    def _value(self, element: Drg, inputs: dict[str, Value], run: DecisionRun) -> Value:
        if not isinstance(element, DecisionService):
            return Evaluation(self._graph, inputs, run).value(element.key)
        parts = (self._graph.elements.get(key) for key in element.inputs)
        given = {
            part.key: part.type.fit(inputs.get(part.name), run)
            for part in parts
            if isinstance(part, Decision)
        }
        return evaluate_service(self._graph, element, Evaluation(self._graph, inputs, run, given), run)

    def _find(self, name_or_id: str) -> Drg:
        for element in self._own:
            if name_or_id in (element.name, element.id) and isinstance(element, Decision | DecisionService):
                return element
        raise DecisionError(decision=name_or_id, reason="the model has no decision of that name or id")


def load(xml: bytes, imports: Iterable[bytes] = ()) -> DecisionModel:
    """Read a DMN 1.2 to 1.5 model; ``imports`` are the files it may import, found by namespace.

    DecisionError: not a DMN model, an unsupported boxed expression, a missing import, a circle. Faulty
    FEEL does not stop loading but stands in ``problems``.
    """
    reader = ModelReader(imports)
    namespace = reader.read(parse_document(xml))
    check_requirements(reader.graph)
    return DecisionModel(reader.graph, namespace, tuple(reader.problems.found))
