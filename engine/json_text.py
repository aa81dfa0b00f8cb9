"""Compact JSON text of what the engine stores: instance state, history, payloads of jobs."""

from typing import Any

import orjson

_STRICT = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def dumps(data: Any) -> str:
    """JSON without blanks. TypeError for anything JSON has no form for, and for integers beyond 64 bits."""
    return orjson.dumps(data, option=_STRICT).decode()


def dumps_sorted(data: Any) -> str:
    """The same with the keys of every object sorted by code point."""
    return orjson.dumps(data, option=_STRICT | orjson.OPT_SORT_KEYS).decode()


def loads(text: str) -> Any:
    """The data of what ``dumps`` wrote. ValueError for text that is no JSON."""
    return orjson.loads(text)
