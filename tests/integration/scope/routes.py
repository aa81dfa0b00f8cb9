"""Every address pattern of the portal, found in the resolver: what a new one means, a test must say."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """``name``: as given to reverse(); ``arguments``: names of the parts that an address fills in."""

    pattern: str
    name: str
    arguments: tuple[str, ...]

    def path(self, values: dict[str, Any]) -> str:
        """An address of the route. Raises KeyError for an argument that ``values`` does not know."""
        text = self.pattern
        for argument in self.arguments:
            start, end = text.index("<"), text.index(">")
            text = text[:start] + str(values[argument]) + text[end + 1 :]
        return "/" + text


def all_routes() -> list[Route]:
    """The routes in the order in which they are tried."""
    return list(_below(get_resolver(), "", ""))


def _below(resolver: Any, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _below(entry, pattern, inner)
        else:
            yield Route(pattern, namespace + (entry.name or pattern), _arguments(pattern))


def _openings(text: str) -> list[int]:
    return [index for index, sign in enumerate(text) if sign == "<"]


def _arguments(pattern: str) -> tuple[str, ...]:
    """Argument names in their order: ``<int:task_id>`` and ``<key>``."""
    inner = (pattern[start + 1 : pattern.index(">", start)] for start in _openings(pattern))
    return tuple(text.rpartition(":")[2] for text in inner)
