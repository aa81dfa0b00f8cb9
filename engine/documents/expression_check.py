"""Which names a letter template may use, followed through its loops, so that lint finds slips.

FEEL gives null for a name nobody knows; in a letter that would be a silent gap.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.feel import Expression, syntax

LOOP_POSITION: Final = "position"
"""Inside ``data-for``: the number of the item, from 1."""

LETTER_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "letter": frozenset(
        ["number", "date", "valid_until", "tracking_code", "attachment", "addressee", "subject", "copies"]
    ),
    "person": frozenset(
        {"id", "full_name", "full_name_en", "first_name", "last_name"}
        | {"father_name", "national_id", "birth_date", "mobile"}
    ),
    "employment": frozenset(
        {"personnel_number", "status", "job_title", "employment_type", "hired_on", "retired_on"}
        | {"unit_path", "unit_name", "unit_name_en"}
    ),
    "unit": frozenset(["path", "name", "name_en", "province_name"]),
    "signer": frozenset(["name", "name_en", "post", "post_en", "on_behalf", "on_behalf_en"]),
}
"""The names every letter has and what they hold."""

LETTER_NAMES: Final = frozenset({*LETTER_FIELDS, "family", "offering", "request", "shown"})
"""``request``: the submitted data as FEEL values; ``shown``: the same as people read them."""


@dataclass(frozen=True, slots=True)
class NamesInScope:
    """names: all there are. fields: what some of them hold. functions: callable names."""

    names: frozenset[str]
    fields: Mapping[str, frozenset[str]]
    functions: frozenset[str]


class ExpressionCheck:
    """Follows which names are in scope while a fragment is read."""

    def __init__(self, scope: NamesInScope) -> None:
        self._scope = scope
        self._bound: list[frozenset[str]] = []

    @property
    def functions(self) -> frozenset[str]:
        return self._scope.functions

    def enter(self, names: frozenset[str]) -> None:
        """Go into an element that binds ``names``."""
        self._bound.append(names)

    def leave(self) -> None:
        """Go out of the innermost element."""
        self._bound.pop()

    def unknown_names(self, expression: Expression) -> list[str]:
        """Names and ``name.field`` paths of the expression that nothing in scope answers."""
        bound = frozenset[str]().union(*self._bound)
        known = self._scope.names | self._scope.functions | bound
        return sorted(expression.free_names - known) + sorted(set(self._unknown_fields(expression, bound)))

    def _unknown_fields(self, expression: Expression, bound: frozenset[str]) -> Iterator[str]:
        stack: list[syntax.Node] = [expression.ast]
        while stack:
            node = stack.pop()
            stack.extend(syntax.children(node))
            if not isinstance(node, syntax.Path) or not isinstance(node.source, syntax.Name):
                continue
            name = node.source.name
            fields = None if name in bound else self._scope.fields.get(name)
            if fields is not None and node.name not in fields:
                yield f"{name}.{node.name}"
