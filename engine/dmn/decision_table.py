"""Decision tables: rules tried in order, then the hit policy (DMN 1.5, chapter 8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.dmn.hit_policy import aggregate, is_list, settle
from engine.dmn.item_types import ItemType
from engine.dmn.run import DecisionRun
from engine.feel import syntax as tree
from engine.feel.comparison import equal
from engine.feel.compile_tests import Test, compile_cell
from engine.feel.compiler import compile_node, compiles
from engine.feel.runtime import Code, Frame, Run
from engine.feel.types import Value


@dataclass(frozen=True, slots=True)
class Input(tree.Node):
    """An input clause; ``allowed`` are its input values."""

    expression: tree.Node
    type: ItemType
    allowed: tree.Node | None


@dataclass(frozen=True, slots=True)
class Output(tree.Node):
    """An output clause; ``order`` are its output values, most important first."""

    name: str
    type: ItemType
    order: tuple[tree.Node, ...]
    default: tree.Node | None


@dataclass(frozen=True, slots=True)
class Rule(tree.Node):
    """``tests`` has None for a cell that accepts everything."""

    tests: tuple[tree.Node | None, ...]
    outputs: tuple[tree.Node, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable(tree.Node):
    owner: str
    policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]


@compiles(DecisionTable)
def compile_table(node: DecisionTable, local: bool) -> Code:
    table = _CompiledTable(node)
    return table.evaluate


_Rule = tuple[tuple[int, ...], tuple[Code, ...]]
"""The places of its tests among the table's, and its outputs."""


def _compile_cell(cell: tree.Node) -> Test:
    if isinstance(cell, tree.UnaryTests):
        return compile_cell(cell, True)
    code = compile_node(cell, True)
    return lambda frame, value: code(frame)


class _CompiledTable:
    def __init__(self, node: DecisionTable) -> None:
        self._owner, self._policy, self._aggregation = node.owner, node.policy, node.aggregation
        self._inputs = [
            (
                compile_node(item.expression, True),
                item.type,
                None if item.allowed is None else compile_node(item.allowed, True),
            )
            for item in node.inputs
        ]
        self._tests: list[tuple[int, Test]] = []
        known: dict[tuple[int, tree.Node], int] = {}
        self._rules = [self._read_rule(rule, known) for rule in node.rules]
        self._outputs = node.outputs
        self._orders = [[compile_node(value, True) for value in output.order] for output in node.outputs]
        self._defaults = [
            None if output.default is None else compile_node(output.default, True) for output in node.outputs
        ]
        self._stops_at_first = node.policy == "FIRST"

    def _read_rule(self, rule: Rule, known: dict[tuple[int, tree.Node], int]) -> _Rule:
        """Equal cells of a column share one test, which is then made once for all rules."""
        places = []
        for column, cell in enumerate(rule.tests):
            if cell is None:
                continue
            if (column, cell) not in known:
                known[column, cell] = len(self._tests)
                self._tests.append((column, _compile_cell(cell)))
            places.append(known[column, cell])
        return tuple(places), tuple(compile_node(output, True) for output in rule.outputs)

    def evaluate(self, frame: Frame) -> Value:
        frame.run.spend(1 + len(self._rules))
        columns = self._columns(frame)
        matched = [] if columns is None else list(self._matches(columns))
        if isinstance(frame.run, DecisionRun):
            frame.run.note(self._owner, [number + 1 for number in matched])
        if not matched:
            return self._default(frame)
        rows = [self._row(self._rules[number][1], frame) for number in matched]

        def order(hit: int) -> tuple[int, ...]:
            return tuple(
                _place(value, values, frame) for value, values in zip(rows[hit], self._orders, strict=True)
            )

        hits = [self._shape(row) for row in rows]
        return settle(self._policy, self._aggregation, self._owner, hits, order, frame.run)

    def _columns(self, frame: Frame) -> list[Frame] | None:
        """A frame for each input, its value being ``?``; None where one is not among its input values."""
        columns = []
        for expression, kind, allowed in self._inputs:
            column = Frame({"?": kind.fit(expression(frame), frame.run)}, frame, frame.run)
            if allowed is not None and allowed(column) is not True:
                return None
            columns.append(column)
        return columns

    def _matches(self, columns: list[Frame]) -> Iterator[int]:
        values = [column.names["?"] for column in columns]
        answers: list[bool | None] = [None] * len(self._tests)
        for number, (tests, _) in enumerate(self._rules):
            for place in tests:
                answer = answers[place]
                if answer is None:
                    column, test = self._tests[place]
                    answer = answers[place] = test(columns[column], values[column]) is True
                if not answer:
                    break
            else:
                yield number
                if self._stops_at_first:
                    return

    def _row(self, cells: tuple[Code, ...], frame: Frame) -> list[Value]:
        return [
            output.type.fit(cell(frame), frame.run) for output, cell in zip(self._outputs, cells, strict=True)
        ]

    def _shape(self, row: list[Value]) -> Value:
        """One output is its value, several are a context."""
        if len(row) == 1:
            return row[0]
        return {output.name: value for output, value in zip(self._outputs, row, strict=True)}

    def _default(self, frame: Frame) -> Value:
        if not any(self._defaults):
            return self._nothing(frame.run)
        row = [None if code is None else code(frame) for code in self._defaults]
        value = self._shape(row)
        return [value] if is_list(self._policy, self._aggregation) and not isinstance(value, list) else value

    def _nothing(self, run: Run) -> Value:
        if self._policy == "COLLECT" and self._aggregation == "COUNT":
            return aggregate("COUNT", [], run)
        return [] if is_list(self._policy, self._aggregation) else None


def _place(value: Value, values: list[Code], frame: Frame) -> int:
    for place, code in enumerate(values):
        if equal(code(frame), value, frame.run) is True:
            return place
    return len(values)
