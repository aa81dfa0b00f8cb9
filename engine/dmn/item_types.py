"""Item definitions: whether a value is of a type, and fitting it to one (DMN 1.5, 7.3.3, 10.3.2.9.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.dmn.document import Element, attribute, child, children, text_of
from engine.feel.arithmetic import midnight
from engine.feel.compiler import compile_node
from engine.feel.expression import parse
from engine.feel.limits import MAX_VALUE_DEPTH
from engine.feel.runtime import Code, FeelFunction, Frame, Run
from engine.feel.types import Value, type_name

_SYNONYMS = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "boolean": "boolean",
}
_FEEL_NAMES = frozenset(
    (
        *("string", "number", "boolean", "date", "time", "date and time", "list", "context", "range"),
        *("days and time duration", "years and months duration", "function", "Any"),
    )
)


@dataclass(slots=True)
class ItemType:
    """A type; ``base`` is a FEEL name or a type, ``fields`` those of a structure.

    ``constraint`` is of each item, ``whole`` of the collection as one value.
    """

    name: str
    base: str | ItemType = "Any"
    fields: dict[str, ItemType] = field(default_factory=dict)
    is_collection: bool = False
    constraint: Code | None = None
    whole: Code | None = None

    def accepts(self, value: Value, run: Run, depth: int = 0) -> bool:
        """Whether the value is of the type as it stands; null always is, a field left out is not null."""
        if value is None or depth > MAX_VALUE_DEPTH:
            return value is None
        if not self.is_collection:
            return self._accepts_item(value, run, depth) and _meets(self.whole, value, run)
        if not isinstance(value, list):
            return False
        run.spend(len(value))
        return all(item is None or self._accepts_item(item, run, depth + 1) for item in value) and _meets(
            self.whole, value, run
        )

    def _accepts_item(self, value: Value, run: Run, depth: int) -> bool:
        if self.fields:
            if not isinstance(value, dict):
                return False
            return all(
                name in value and kind.accepts(value[name], run, depth + 1)
                for name, kind in self.fields.items()
            )
        base = self.base
        fits = base.accepts(value, run, depth + 1) if isinstance(base, ItemType) else _is_of(base, value)
        return fits and _meets(self.constraint, value, run)

    def fit(self, value: Value, run: Run) -> Value:
        """The value made to fit, or null: one item in or out of a list, a date as its midnight."""
        if value is None or self.accepts(value, run):
            return value
        if isinstance(value, list) and len(value) == 1 and self.accepts(value[0], run):
            return value[0]
        if self.is_collection and not isinstance(value, list) and self.accepts([value], run):
            return [value]
        if type(value) is dt.date and self.accepts(midnight(value), run):
            return midnight(value)
        return None


ANY = ItemType("Any")


def _is_of(name: str, value: Value) -> bool:
    if name == "Any":
        return True
    return isinstance(value, FeelFunction) if name == "function" else type_name(value) == name


def _meets(constraint: Code | None, value: Value, run: Run) -> bool:
    return constraint is None or constraint(Frame({"?": value}, None, run)) is True


class TypeTable:
    """The types of one model, and those it imports under a prefix."""

    def __init__(
        self,
        root: Element,
        imported: Mapping[str, TypeTable],
        names: frozenset[str],
        report: Callable[..., None],
    ) -> None:
        self._imported = imported
        self._names = names
        self._report = report
        self._types = {
            attribute(item, "name"): ItemType(attribute(item, "name"))
            for item in children(root, "itemDefinition")
        }
        for item in children(root, "itemDefinition"):
            self._fill(self._types[attribute(item, "name")], item)

    def resolve(self, reference: str) -> ItemType:
        """The type that a typeRef names; one that is not defined accepts anything."""
        name = reference.strip().removeprefix("feel:")
        name = _SYNONYMS.get(name, name)
        if name in self._types:
            return self._types[name]
        if name in _FEEL_NAMES:
            return ItemType(name, name)
        prefix, _, rest = name.partition(".")
        if rest and prefix in self._imported:
            return self._imported[prefix].resolve(rest)
        return self._imported[""].resolve(name) if "" in self._imported else ANY

    def _fill(self, made: ItemType, item: Element) -> None:
        made.is_collection = attribute(item, "isCollection") in ("true", "1")
        made.fields = {
            attribute(part, "name"): self._component(part) for part in children(item, "itemComponent")
        }
        reference = child(item, "typeRef")
        if child(item, "functionItem") is not None:
            made.base = "function"
        elif reference is not None and reference.text:
            found = self.resolve(reference.text)
            made.base = found if found.name in self._types or found.fields else found.base
        made.constraint = self._constraint(made, child(item, "allowedValues"))
        made.whole = self._constraint(made, child(item, "typeConstraint"))

    def _component(self, item: Element) -> ItemType:
        made = ItemType(attribute(item, "name"))
        self._fill(made, item)
        return made

    def _constraint(self, made: ItemType, element: Element | None) -> Code | None:
        text = text_of(element)
        if not text or element is None:
            return None
        node = self._report(made.name, element, lambda: parse(text, self._names, are_tests=True))
        return None if node is None else compile_node(node, True)
