"""Look-ups: registries that forms may ask by key, to fill other fields."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.plugins.registry import Registry


@dataclass(frozen=True, slots=True)
class LookupContext:
    """Who asks. A registry that is not public answers only with the asker's own record."""

    person_id: str | None
    unit: str = ""


Function = Callable[[str, LookupContext], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Lookup:
    """A registered look-up; ``function(key, context)`` gives the record or None."""

    name: str
    function: Function
    public: bool


lookups: Registry[Lookup] = Registry("lookup")


def lookup(name: str, *, public: bool = False) -> Callable[[Function], Function]:
    """Register a look-up under a name."""

    def register(function: Function) -> Function:
        lookups.register(name, Lookup(name, function, public))
        return function

    return register


def get_lookup(name: str) -> Lookup:
    """The look-up of that name. Raises NotFound."""
    return lookups.get(name)
