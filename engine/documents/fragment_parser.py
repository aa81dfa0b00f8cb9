"""Reads a template fragment: HTML within the allowlist, FEEL in its three places.

Every fault is collected with its position; a fragment with faults is never printed.
"""

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Final

from engine.documents.allowlist import TAGS, VOID_TAGS, attribute_fault
from engine.documents.expression_check import LOOP_POSITION, ExpressionCheck
from engine.documents.placeholders import RESERVED, mark_placeholders, split_marks
from engine.documents.template_nodes import Element, Loop
from engine.errors import FeelError, Problem
from engine.feel import Expression, compile_expression

MAX_SOURCE_LENGTH: Final = 200_000
_LOOP: Final = re.compile(r"\s*([^\W\d]\w*)\s+in\s+(.+)", re.DOTALL)
_FEEL_ATTRIBUTES: Final = frozenset({"data-if", "data-for"})


class FragmentParser(HTMLParser):
    """Builds the tree of one fragment; ``problems`` is complete after ``read``."""

    def __init__(self, part: str, check: ExpressionCheck) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.problems: list[Problem] = []
        self._part, self._check = part, check
        self._open: list[tuple[Element, int]] = [(self.root, 0)]

    def read(self, source: str) -> None:
        """Parse ``source``; call once."""
        if len(source) > MAX_SOURCE_LENGTH or RESERVED.search(source):
            self._fault(
                "bad-source", f"longer than {MAX_SOURCE_LENGTH} characters or with private ones", 1, 1
            )
            return
        marked = mark_placeholders(source)
        self._placeholders = marked.placeholders
        for line, column in marked.unclosed:
            self._fault("unclosed-value", '"{{=" has no "}}"', line, column)
        self.feed(marked.source)
        self.close()
        for element, line in self._open[1:]:
            self._fault("not-closed", f"<{element.tag}> is not closed", line, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self._here()
        if tag not in TAGS:
            self._fault("tag-not-allowed", f"<{tag}> is not allowed", line, column)
        element = Element(tag)
        self._open[-1][0].children.append(element)
        bound = self._read_attributes(element, attrs)
        if tag not in VOID_TAGS:
            self._open.append((element, line))
            self._check.enter(bound)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID_TAGS:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID_TAGS:
            return
        if len(self._open) == 1 or self._open[-1][0].tag != tag:
            self._fault("wrong-end-tag", f"</{tag}> closes nothing that is open here", *self._here())
            return
        self._open.pop()
        self._check.leave()

    def handle_data(self, data: str) -> None:
        children = self._open[-1][0].children
        for piece in split_marks(data):
            if isinstance(piece, str):
                children.append(piece)
                continue
            value = self._placeholders[piece]
            expression = self._compile(value.text, value.line, value.column + 3)
            if expression is not None:
                children.append(expression)

    def handle_decl(self, decl: str) -> None:
        self._fault("tag-not-allowed", "declarations are not allowed", *self._here())

    def handle_pi(self, data: str) -> None:
        self._fault("tag-not-allowed", "processing instructions are not allowed", *self._here())

    def unknown_decl(self, data: str) -> None:
        self._fault("tag-not-allowed", "declarations are not allowed", *self._here())

    def _read_attributes(self, element: Element, attrs: Iterable[tuple[str, str | None]]) -> frozenset[str]:
        """Take over what is allowed; returns the names a loop binds inside the element."""
        line, column = self._here()
        given: dict[str, str] = {}
        for name, value in attrs:
            fault = self._attribute_fault(given, name, value)
            if fault:
                self._fault("attribute-not-allowed", fault, line, column)
            else:
                given[name] = value or ""
        element.attributes = {name: value for name, value in given.items() if name not in _FEEL_ATTRIBUTES}
        bound = self._read_loop(element, given.get("data-for"))
        self._check.enter(bound)
        if "data-if" in given:
            element.condition = self._compile(given["data-if"], line, column)
        self._check.leave()
        return bound

    @staticmethod
    def _attribute_fault(given: Mapping[str, str], name: str, value: str | None) -> str | None:
        if name in given:
            return f'the attribute "{name}" is given twice'
        if RESERVED.search(value or ""):
            return f'"{{{{= }}}}" is not allowed in the attribute "{name}"'
        return attribute_fault(name, value)

    def _read_loop(self, element: Element, text: str | None) -> frozenset[str]:
        if text is None:
            return frozenset()
        line, column = self._here()
        match = _LOOP.fullmatch(text)
        if match is None:
            self._fault("bad-loop", f'"{text}" is not of the form "name in list"', line, column)
            return frozenset()
        items = self._compile(match[2], line, column)
        if items is not None:
            element.loop = Loop(match[1], items)
        return frozenset({match[1], LOOP_POSITION})

    def _compile(self, text: str, line: int, column: int) -> Expression | None:
        try:
            expression = compile_expression(text, names=self._check.functions)
        except FeelError as error:
            message = f'"{text}", line {error.line}, column {error.column}: {error.reason}'
            self._fault("bad-feel", message, line, column, reason_code=error.reason_code)
            return None
        for unknown in self._check.unknown_names(expression):
            self._fault("unknown-name", f'"{text}" uses "{unknown}", which no letter has', line, column)
        return expression

    def _here(self) -> tuple[int, int]:
        line, column = self.getpos()
        return line, column + 1

    def _fault(self, rule: str, message: str, line: int, column: int, **params: str) -> None:
        self.problems.append(
            Problem(self._part, rule, message, line=line, params={"line": line, "column": column, **params})
        )
