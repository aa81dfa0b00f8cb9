"""Compiled expressions and their cache: the way into FEEL for everything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache

from engine.errors import FeelError
from engine.feel import (  # noqa: F401  (registers the compilers)
    compile_collections,
    compile_functions,
    compile_loops,
    compile_operators,
    compile_tests,
)
from engine.feel import syntax as tree
from engine.feel.coercion import to_feel
from engine.feel.compiler import compile_node
from engine.feel.free_names import find_free_names, find_looked_up
from engine.feel.functions import BUILTINS
from engine.feel.limits import DEFAULT_BUDGET
from engine.feel.names import NameTable
from engine.feel.parser import parse_expression, parse_unary_tests
from engine.feel.runtime import Code, Frame, Run
from engine.feel.types import Value


class Expression:
    """A compiled FEEL expression or input entry; immutable, safe to share between threads.

    ``free_names`` are the variables it may read: inside a filter also keys of the items.
    """

    __slots__ = ("_names", "ast", "code", "free_names", "text")

    def __init__(self, text: str, ast: tree.Node, code: Code) -> None:
        self.text = text
        self.ast = ast
        self.code = code
        self._names = find_looked_up(ast)
        self.free_names = find_free_names(ast, BUILTINS.keys())

    def evaluate(
        self,
        scope: Mapping[str, Value],
        *,
        input_value: Value = None,
        now: dt.datetime | None = None,
        budget: int = DEFAULT_BUDGET,
    ) -> Value:
        """The value in a scope, ``input_value`` being ``?``; whole Python numbers count as Decimal.

        What FEEL calls an error gives None. FeelError: budget or a limit exceeded, or a value in the
        scope (a float, a foreign object) that FEEL does not know. ``now()`` is null without ``now``.
        """
        names = {"?": to_feel(input_value)}
        for name in self._names:
            if name in scope:
                names[name] = to_feel(scope[name])
        try:
            return self.code(Frame(names, None, Run(now, budget)))
        except RecursionError as error:
            raise FeelError("the expression is nested too deeply", reason_code="too-deep") from error

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def compile_expression(text: str, names: Iterable[str] = ()) -> Expression:
    """Compile FEEL, once for each text and names; ``names`` are those in scope that hold symbols or keywords.

    FeelError with line, column, reason and reason_code where the text is not FEEL.
    """
    return _compile(text, frozenset(names), are_tests=False)


def compile_unary_tests(text: str, names: Iterable[str] = ()) -> Expression:
    """Compile an input entry of a decision table, such as ``< 5, [10..20]``, ``not("a")`` or ``-``.

    It evaluates to True, False or None. FeelError as for ``compile_expression``.
    """
    return _compile(text, frozenset(names), are_tests=True)


def parse(text: str, names: Iterable[str] = (), *, are_tests: bool = False) -> tree.Node:
    """The syntax tree alone, of an expression or of unary tests, for who builds a larger tree (DMN)."""
    table = NameTable(base=_known_names(frozenset(names), len(BUILTINS)))
    try:
        return parse_unary_tests(text, table) if are_tests else parse_expression(text, table)
    except RecursionError as error:
        raise FeelError("the expression is nested too deeply", reason_code="too-deep") from error


@lru_cache(maxsize=1)
def _builtin_names(count: int) -> NameTable:
    return NameTable(BUILTINS, are_builtins=True)


@lru_cache(maxsize=256)
def _known_names(names: frozenset[str], builtins: int) -> NameTable:
    return NameTable(sorted(names), base=_builtin_names(builtins))


@lru_cache(maxsize=8192)
def _compile(text: str, names: frozenset[str], *, are_tests: bool) -> Expression:
    node = parse(text, names, are_tests=are_tests)
    try:
        return Expression(text, node, compile_node(node, False))
    except RecursionError as error:
        raise FeelError("the expression is nested too deeply", reason_code="too-deep") from error
