"""FEEL tokens → syntax tree: a Pratt parser for operators; what begins an expression is in ``primary``.

Binding, loosest first (DMN 1.5, grammar rule 2): or, and, comparison, + -, * /, **, instance of, sign,
then path, filter and call.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engine.feel import primary, type_parser
from engine.feel import syntax as tree
from engine.feel.cursor import Cursor
from engine.feel.lexer import END, NUMBER, STRING
from engine.feel.limits import MAX_CHAIN, MAX_NESTING, MAX_NODES
from engine.feel.names import NameTable

OR, AND, COMPARE, ADD, MULTIPLY, POWER, INSTANCE, SIGN, POSTFIX = range(1, 10)

_PRECEDENCE = {
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "in", "between"), COMPARE),
    **dict.fromkeys("+-", ADD),
    **dict.fromkeys("*/", MULTIPLY),
    "or": OR,
    "and": AND,
    "**": POWER,
    "instance": INSTANCE,
    **dict.fromkeys((".", "[", "("), POSTFIX),
}
_AFTER_RANGE = frozenset(
    (
        "",
        *(")", "]", "}", ",", ".", ":", "=", "!=", "<", "<=", ">", ">="),
        *("and", "or", "in", "between", "then", "else", "return", "satisfies", "instance"),
    )
)
"""What may follow a range that ends in ``[``; after anything else the bracket opens a filter."""


def parse_expression(text: str, names: NameTable) -> tree.Node:
    """The tree of a whole FEEL expression; FeelError with line, column and reason."""
    parser = Parser(text, names)
    return parser.finished(parser.expression())


def parse_unary_tests(text: str, names: NameTable) -> tree.Node:
    """The tree of a decision table's input entry: ``-``, ``not(…)`` or tests between commas."""
    parser = Parser(text, names)
    return parser.finished(primary.unary_tests(parser))


class Parser(Cursor):
    """One parse of one text."""

    def __init__(self, text: str, names: NameTable) -> None:
        super().__init__(text, names)
        self._depth = 0
        self._is_endpoint = False

    def finished(self, node: tree.Node) -> tree.Node:
        if self.token.kind != END:
            raise self.unexpected("an operator or the end")
        if tree.count_nodes(node) > MAX_NODES:
            raise self.error("the expression is too long", "too-long", limit=MAX_NODES)
        return node

    def expression(self, minimum: int = 0, *, endpoint: bool = False) -> tree.Node:
        """Parse operators that bind tighter than ``minimum``; ``endpoint``: of a range that may end in [."""
        with self.nested():
            outer, self._is_endpoint = self._is_endpoint, endpoint
            node = primary.parse(self)
            for _ in range(MAX_CHAIN):
                precedence = self._precedence()
                if precedence <= minimum:
                    break
                node = self._extend(node, precedence)
            else:
                raise self.error("too many operators in a row", "too-deep", limit=MAX_CHAIN)
            self._is_endpoint = outer
            return node

    @contextmanager
    def nested(self) -> Iterator[None]:
        """One level deeper; FeelError where the text nests too deeply."""
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise self.error("the expression is nested too deeply", "too-deep", limit=MAX_NESTING)
        yield
        self._depth -= 1

    def endpoint(self) -> tree.Node:
        return self.expression(endpoint=True)

    def _precedence(self) -> int:
        text = self.token.text
        if self.token.kind in (STRING, NUMBER) or (text == "instance" and self.peek().text != "of"):
            return 0
        if text == "[" and self._is_endpoint and self.peek().text in _AFTER_RANGE:
            return 0
        return _PRECEDENCE.get(text, 0)

    def _extend(self, left: tree.Node, precedence: int) -> tree.Node:
        if precedence == POSTFIX:
            return self._postfix(left)
        token = self.advance()
        if precedence in (OR, AND):
            return self._connective(token.text, token.at, left, precedence)
        if precedence == INSTANCE:
            self.expect("of")
            return tree.InstanceOf(token.at, left, type_parser.parse_type(self))
        if token.text == "between":
            low = self.expression(AND)
            self.expect("and")
            return tree.Between(token.at, left, low, self._operand(AND))
        if token.text == "in":
            return tree.In(token.at, left, primary.in_tests(self))
        right = self._operand(precedence)
        kind = tree.Comparison if precedence == COMPARE else tree.Arithmetic
        return kind(token.at, token.text, left, right)

    def _operand(self, precedence: int) -> tree.Node:
        return self.expression(precedence, endpoint=self._is_endpoint)

    def _connective(self, op: str, at: tree.Position, left: tree.Node, precedence: int) -> tree.Node:
        right = self._operand(precedence)
        if isinstance(left, tree.Connective) and left.op == op:
            return tree.Connective(left.at, op, (*left.operands, right))
        return tree.Connective(at, op, (left, right))

    def _postfix(self, left: tree.Node) -> tree.Node:
        token = self.advance()
        if token.text == ".":
            return tree.Path(token.at, left, self.name())
        if token.text == "[":
            condition = primary.filter_condition(self)
            self.expect("]")
            return tree.Filter(token.at, left, condition)
        arguments, names = primary.arguments(self)
        return tree.Invocation(left.at, left, arguments, names)
