"""The pure interpreter of compiled processes: state and trigger in; state, effects and events out."""

from engine.runtime.advance import STEP_LIMIT, advance
from engine.runtime.decisions import bind_decisions
from engine.runtime.encoding import decode_trigger, encode_event, encode_trigger
from engine.runtime.execution import Execution, execute
from engine.runtime.instance_state import InstanceState, Token
from engine.runtime.replay import ReplayEntry, replay
from engine.runtime.run import IncompleteState
from engine.runtime.state_encoding import decode_state, encode_state
from engine.runtime.step import CalculatorCall, Call, ProcessCall, Step
from engine.runtime.values import check_result, check_values
from engine.runtime.visibility import called_at, seen_at

__all__ = [
    "STEP_LIMIT",
    "CalculatorCall",
    "Call",
    "Execution",
    "IncompleteState",
    "InstanceState",
    "ProcessCall",
    "ReplayEntry",
    "Step",
    "Token",
    "advance",
    "bind_decisions",
    "called_at",
    "check_result",
    "check_values",
    "decode_state",
    "decode_trigger",
    "encode_event",
    "encode_state",
    "encode_trigger",
    "execute",
    "replay",
    "seen_at",
]
