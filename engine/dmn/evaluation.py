"""Evaluates decisions of a graph: each required one once, in the order of need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.dmn.elements import Decision, DecisionService, Drg, Graph, InputData, KnowledgeModel, Requirement
from engine.dmn.run import DecisionRun
from engine.errors import DecisionError
from engine.feel.limits import MAX_CALLS
from engine.feel.runtime import NOWHERE, FeelFunction, Frame, Run
from engine.feel.syntax import Position
from engine.feel.types import Value


class Evaluation:
    """One set of inputs; ``given`` holds values by key that need no evaluation."""

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[str, Value],
        run: DecisionRun,
        given: Mapping[str, Value] | None = None,
    ) -> None:
        self._graph = graph
        self._inputs = inputs
        self._run = run
        self._values: dict[str, Value] = dict(given or {})

    def value(self, key: str) -> Value:
        """The value of an input or decision, the function of a knowledge model or service."""
        if key not in self._values:
            element = self._graph.elements.get(key)
            if element is None:
                raise DecisionError(decision=key, reason="a required element is missing")
            self._values[key] = self._find(element)
        return self._values[key]

    def _find(self, element: Drg) -> Value:
        if isinstance(element, InputData):
            return element.type.fit(self._inputs.get(element.name), self._run)
        if isinstance(element, Decision):
            frame = Frame(self._scope(element.requires), None, self._run)
            return element.type.fit(element.code(frame), self._run)
        if isinstance(element, KnowledgeModel):
            return self._function(element)
        return ServiceFunction(self._graph, element) if isinstance(element, DecisionService) else None

    def _function(self, element: KnowledgeModel) -> Value:
        """Knowledge models see those they require, and themselves."""
        names: dict[str, Value] = {}
        function = element.code(Frame(names, None, self._run))
        self._values[element.key] = names[element.name] = function
        names.update(self._scope(element.requires))
        return function

    def _scope(self, requirements: Sequence[Requirement]) -> dict[str, Value]:
        scope: dict[str, Value] = {}
        for requirement in requirements:
            value = self.value(requirement.key)
            name = self._graph.elements[requirement.key].name
            if requirement.prefix:
                scope.setdefault(requirement.prefix, {})[name] = value
            else:
                scope[name] = value
        return scope


class ServiceFunction(FeelFunction):
    """A decision service called from FEEL (DMN 1.5, 10.4)."""

    __slots__ = ("_graph", "_service")

    def __init__(self, graph: Graph, service: DecisionService) -> None:
        self._graph = graph
        self._service = service

    def call(self, values: list[Value], run: Run, at: Position = NOWHERE) -> Value:
        if len(values) != len(self._service.inputs):
            return None
        return self._evaluate(dict(zip(self._service.inputs, values, strict=True)), run)

    def call_named(self, named: dict[str, Value], run: Run, at: Position = NOWHERE) -> Value:
        names = {self._graph.elements[key].name: key for key in self._service.inputs}
        if named.keys() != names.keys():
            return None
        return self._evaluate({key: named[name] for name, key in names.items()}, run)

    def _evaluate(self, given: dict[str, Value], run: Run) -> Value:
        run.spend(10)
        run.calls += 1
        if not isinstance(run, DecisionRun) or run.calls > MAX_CALLS:
            raise DecisionError(
                decision=self._service.name, reason="decision services call one another too deeply"
            )
        fitted = {key: self._graph.elements[key].type.fit(value, run) for key, value in given.items()}
        if any(fitted[key] is None and value is not None for key, value in given.items()):
            return None
        try:
            return evaluate_service(self._graph, self._service, Evaluation(self._graph, {}, run, fitted), run)
        finally:
            run.calls -= 1


def evaluate_service(
    graph: Graph, service: DecisionService, evaluation: Evaluation, run: DecisionRun
) -> Value:
    """One output decision is its value, several are a context by name."""
    values = {graph.elements[key].name: evaluation.value(key) for key in service.outputs}
    return service.type.fit(next(iter(values.values())) if len(values) == 1 else values, run)
