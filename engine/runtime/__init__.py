"""The pure interpreter of compiled processes: state and trigger in, state, effects and events out."""

from engine.runtime.instance_state import InstanceState, Token

__all__ = ["InstanceState", "Token"]
