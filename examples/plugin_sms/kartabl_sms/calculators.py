"""Calculators run inside the command's transaction: pure, or writing to the database only."""

from decimal import Decimal
from typing import Any

from engine.errors import BusinessError
from engine.plugins import calculator

IN_ONE_PART = 70  # letters of a Persian text message
LONGEST = 5


@calculator("sms.wording", title="Word a text message")
def wording(inputs: dict[str, Any]) -> dict[str, Any]:
    """``{text, parts}``. A text that is too long leaves by an error boundary event with the code too-long."""
    text = " ".join(str(inputs["text"]).split())
    parts = -(-len(text) // IN_ONE_PART)
    if parts > LONGEST:
        raise BusinessError("too-long", f"The message would take {parts} parts.")
    return {"text": text, "parts": Decimal(parts)}
