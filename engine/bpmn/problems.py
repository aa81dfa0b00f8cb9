"""The list every rule adds to, so that the author sees all faults of a file at once."""

from typing import Any

from engine.bpmn.source import Element
from engine.errors import Problem


class Problems:
    """Collects problems in the order of the file; the same one is told once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], Problem] = {}

    def report(self, element: Element, rule: str, message: str, **params: Any) -> None:
        """``message``: English words; ``params``: for the translated text, found by ``rule``."""
        problem = Problem(element.place, rule, message, element.line or None, params)
        self._found.setdefault((problem.element_id, rule, message), problem)

    def sorted(self) -> list[Problem]:
        return sorted(self._found.values(), key=lambda problem: problem.line or 0)
