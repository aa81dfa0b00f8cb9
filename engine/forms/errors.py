"""What is wrong with an answer: a stable code and parameters; ``messages`` gives the words."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class FieldError:
    """path: ``amount``, ``family[0].relation``; "" is the whole form.

    message: key of the form's own text (``message.<key>``) where the form author wrote one.
    """

    path: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    message: str = ""

    def __str__(self) -> str:
        return self.code


class InvalidValue(ValueError):
    """A raw answer that a field type cannot read."""

    def __init__(self, code: str, **params: Any) -> None:
        self.code, self.params = code, params
        super().__init__(code)
