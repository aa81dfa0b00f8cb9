"""The compiled form of a template fragment: text, values and elements with condition and loop."""

from dataclasses import dataclass, field

from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class Loop:
    """``data-for="name in items"``."""

    name: str
    items: Expression


@dataclass(slots=True)
class Element:
    """One HTML element; ``condition`` and ``loop`` decide whether and how often it is printed."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    condition: Expression | None = None
    loop: Loop | None = None


Node = str | Expression | Element
"""Text as it is printed (not yet escaped), a value, or an element."""
