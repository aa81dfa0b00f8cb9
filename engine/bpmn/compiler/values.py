"""Reads the values of one element, reporting what cannot be understood instead of stopping."""

from collections.abc import Callable

from engine.bpmn.problems import Problems
from engine.bpmn.source import Element
from engine.bpmn.vocabulary import KARTABL
from engine.definition import Attribute, IoMapping
from engine.definition.iso8601 import parse_duration
from engine.errors import FeelError
from engine.feel import Expression, compile_expression

_NEVER_IN_A_NAME = set("\"'=<>[]{}(),;:")


class ValueReader:
    """``names``: variable names of several words that expressions of the process may use.

    Faults are remembered: a faulty script of a global task that is called often is read once.
    """

    def __init__(self, problems: Problems, names: tuple[str, ...]) -> None:
        self.problems = problems
        self.names = names
        self._faults: dict[str, FeelError] = {}

    def feel(self, element: Element, text: str, where: str) -> Expression | None:
        """A FEEL expression; a leading ``=`` is not needed and does no harm. None when it is faulty."""
        text = text.removeprefix("=").strip()
        if not text:
            self.problems.report(
                element, "expression-empty", f"{where}: the expression is empty.", where=where
            )
            return None
        try:
            if text not in self._faults:
                return compile_expression(text, self.names)
        except FeelError as error:
            self._faults[text] = error
        fault = self._faults[text]
        self.problems.report(
            element, "feel-syntax",
            f"{where}, line {fault.line}, column {fault.column}: {fault.reason}",
            where=where, feel_line=fault.line, column=fault.column, reason=fault.reason,
        )  # fmt: skip
        return None

    def attribute(
        self, element: Element, name: str, check: Callable[[str], object] | None = None
    ) -> Attribute | None:
        """One of our attributes: FEEL after ``=``, else literal text that ``check`` must accept."""
        text = element.kartabl(name)
        return None if text is None else self.value(element, text, name, check)

    def value(
        self, element: Element, text: str, where: str, check: Callable[[str], object] | None = None
    ) -> Attribute | None:
        """A value that is FEEL after ``=`` and literal otherwise; None when it is faulty."""
        text = text.strip()
        if text.startswith("="):
            expression = self.feel(element, text, where)
            return None if expression is None else Attribute(text, expression)
        return Attribute(text) if self.accepts(element, text, where, check) else None

    def literal(self, element: Element, name: str, check: Callable[[str], object] | None = None) -> str:
        """One of our attributes that cannot be FEEL; empty when it is not given or faulty."""
        text = element.kartabl(name)
        if text is None:
            return ""
        text = text.strip()
        if text.startswith("="):
            self.problems.report(
                element, "feel-not-allowed", f"{name} cannot be an expression.", attribute=name
            )
            return ""
        return text if self.accepts(element, text, name, check) else ""

    def result_variable(self, element: Element) -> str:
        return self.literal(element, "resultVariable", check_name)

    def io_mapping(self, element: Element, direction: str) -> tuple[IoMapping, ...]:
        """The inputs or outputs of the element's ``kartabl:ioMapping``; direction: "input" or "output"."""
        found: list[IoMapping] = []
        for entry in io_entries(element, direction):
            target, text = entry.get("target").strip(), entry.attributes.get(("", "source"))
            if text is None or not self.accepts(element, target, f"{direction} target", check_name):
                if text is None:
                    self.problems.report(element, "mapping-incomplete", f"An {direction} has no source.")
                continue
            source = self.value(element, text, f'{direction} "{target}"')
            if source is not None:
                found.append(IoMapping(source, target))
        return tuple(found)

    def accepts(self, element: Element, text: str, where: str, check: Callable[[str], object] | None) -> bool:
        """False, and reported, for what is empty or what ``check`` raises ValueError for."""
        if not text:
            self.problems.report(element, "value-empty", f"{where} is empty.", where=where)
            return False
        try:
            if check is not None:
                check(text)
        except ValueError as error:
            self.problems.report(
                element, "value-invalid", f"{where}: {error}", where=where, value=text, reason=str(error)
            )
            return False
        return True


def io_entries(element: Element, direction: str) -> list[Element]:
    """The mapping entries as written."""
    return [
        entry
        for extensions in element.all("extensionElements")
        for mapping in extensions.all("ioMapping", KARTABL)
        for entry in mapping.all(direction, KARTABL)
    ]


def check_name(text: str) -> None:
    """Raises ValueError for what cannot be the name of a FEEL variable."""
    if set(text) & _NEVER_IN_A_NAME or text[0].isdigit() or text != " ".join(text.split()):
        raise ValueError(f'"{text}" is no name of a variable')


def is_name(text: str) -> bool:
    try:
        check_name(text)
    except (ValueError, IndexError):
        return False
    return True


def check_number(text: str) -> None:
    """Raises ValueError for what is no whole number from 0 to 1000."""
    if not (text.isascii() and text.isdigit() and int(text) <= 1000):
        raise ValueError(f'"{text}" is no whole number from 0 to 1000')


def check_deadline(text: str) -> None:
    """Raises ValueError for what is no ISO 8601 duration."""
    parse_duration(text)
