"""Who sent a message or a signal, as text that is kept until it is delivered."""

from dataclasses import astuple

from engine import json_text
from engine.actor import Actor


def encode(by: Actor | None) -> str:
    """The inverse of ``decode``; empty for the system."""
    return json_text.dumps(astuple(by)) if by else ""


def decode(text: str) -> Actor | None:
    """Who sent it; None is the system."""
    return Actor(*json_text.loads(text)) if text else None
