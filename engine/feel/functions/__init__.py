"""The built-in functions of FEEL; ``register`` adds Kartabl's own."""

from engine.feel.functions import (
    contexts,
    conversion,
    durations,
    lists,
    logic,
    mathematics,
    moments,
    ranges,
    regular_expressions,
    statistics,
    strings,
)
from engine.feel.functions.registry import BUILTINS, Builtin, builtin, register

__all__ = ["BUILTINS", "Builtin", "builtin", "register"]

_LOADED = (
    contexts,
    conversion,
    durations,
    lists,
    logic,
    mathematics,
    moments,
    ranges,
    regular_expressions,
    statistics,
    strings,
)
