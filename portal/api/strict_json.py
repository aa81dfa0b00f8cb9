"""Reads a JSON body strictly: no NaN, no broken characters, no nesting that nobody means."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

DEEPEST = 20


class StrictParser(Parser):
    """django-ninja answers 400 to whatever this raises."""

    def parse_body(self, request: HttpRequest) -> Any:
        value = json.loads(request.body, parse_constant=_refuse_constant)
        _check(value, 1)
        return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _check(value: Any, depth: int) -> None:
    """Raises ValueError for half characters, NUL (no database keeps it) and too deep nesting."""
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, list):
        for item in value:
            _check(item, depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            _check_text(name)
            _check(item, depth + 1)


def _check_text(text: str) -> None:
    text.encode()
    if "\0" in text:
        raise ValueError("NUL in a text")
