"""Loop characteristics of an activity (BPMN 10.3.8)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from engine.definition.attribute import Attribute
from engine.definition.events import EventDefinition

if TYPE_CHECKING:
    from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class StandardLoop:
    """Goes on while the condition is true (None: always), at most ``maximum`` times (None: without limit)."""

    condition: "Expression | None" = None
    tests_before: bool = False
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class ThrownByLoop:
    """An event that a completed instance throws to the border of its activity; ``condition`` None: always."""

    definition: EventDefinition
    condition: "Expression | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiInstance:
    """One instance for each item of ``collection`` or as many as ``cardinality`` says; exactly one is set.

    ``element_variable`` holds the item inside of an instance; ``output_element`` is evaluated at its end
    and kept at the item's place in ``output_collection``. ``thrown``: with behaviour None or One the one
    event, with Complex the events by condition, with All nothing.
    """

    is_sequential: bool = False
    cardinality: "Expression | None" = None
    collection: Attribute | None = None
    element_variable: str = ""
    output_collection: str = ""
    output_element: Attribute | None = None
    completion_condition: "Expression | None" = None
    behavior: Literal["All", "None", "One", "Complex"] = "All"
    thrown: tuple[ThrownByLoop, ...] = ()


Loop = StandardLoop | MultiInstance
