"""The built-in functions of FEEL; ``register`` adds Kartabl's own."""

from engine.feel.functions.registry import BUILTINS, Builtin, builtin, register

__all__ = ["BUILTINS", "Builtin", "builtin", "register"]
