"""How a warning is told."""

from collections.abc import Iterable
from typing import Any

from engine.definition import Flow, Node
from engine.errors import Problem


def warning(place: Node | Flow, rule: str, message: str, **params: Any) -> Problem:
    """``message``: English words; ``params``: for the translated text, found by ``rule``."""
    return Problem(place.id, rule, message, place.line or None, params, "warning")


def named(ids: Iterable[str]) -> str:
    """Ids as a sentence names them."""
    return ", ".join(f'"{each}"' for each in sorted(ids))
