"""A value of a definition that is either literal text or FEEL (text that begins with ``=``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.feel import Expression


@dataclass(frozen=True, slots=True)
class Attribute:
    """``text`` as written in the file; ``expression`` compiled from it when it is FEEL."""

    text: str
    expression: "Expression | None" = None

    def evaluate(self, scope: Mapping[str, Any], now: datetime) -> Any:
        """The literal text, or the value of the expression (any FEEL value)."""
        if self.expression is None:
            return self.text
        return self.expression.evaluate(scope, now=now)
