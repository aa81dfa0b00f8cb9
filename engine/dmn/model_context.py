"""What reading one model's expressions needs: its names, its types, and where problems go."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from engine.dmn.document import Element, attribute, tag
from engine.dmn.item_types import TypeTable
from engine.dmn.nodes import Faulty
from engine.errors import FeelError, Problem
from engine.feel import syntax as tree
from engine.feel.expression import parse
from engine.feel.runtime import NOWHERE

_T = TypeVar("_T")
_DECLARING = frozenset(("variable", "formalParameter", "column", "output"))


@dataclass(slots=True)
class ProblemList:
    """Expressions that are not FEEL; each is a problem of the element that owns it."""

    found: list[Problem] = field(default_factory=list)

    def attempt(self, owner: str, element: Element, read: Callable[[], _T]) -> _T | None:
        try:
            return read()
        except FeelError as error:
            line = element.sourceline if isinstance(element.sourceline, int) else None
            params = {"line": error.line, "column": error.column, "reason_code": error.reason_code}
            self.found.append(Problem(owner, "feel-syntax", str(error), line, params))
            return None


@dataclass(slots=True)
class ModelContext:
    """``names`` are those in scope that an expression could not read without knowing them."""

    names: frozenset[str]
    types: TypeTable
    problems: ProblemList

    def within(self, element: Element, required: Iterable[str]) -> ModelContext:
        """The context inside an element: with what it requires, and every name declared in it."""
        declared = (attribute(item, "name") for item in element.iter() if tag(item) in _DECLARING)
        return ModelContext(self.names.union(required, declared), self.types, self.problems)

    def expression(self, owner: str, element: Element, text: str) -> tree.Node:
        """The tree of FEEL text; one that fails when evaluated where the text is not FEEL."""
        node = self.problems.attempt(owner, element, lambda: parse(text, self.names))
        return Faulty(NOWHERE, owner, self.problems.found[-1].message) if node is None else node

    def tests(self, owner: str, element: Element, text: str) -> tree.Node:
        """The tree of unary tests, likewise."""
        node = self.problems.attempt(owner, element, lambda: parse(text, self.names, are_tests=True))
        return Faulty(NOWHERE, owner, self.problems.found[-1].message) if node is None else node
