"""BPMN errors: to the nearest boundary event that catches the code (BPMN 10.5.5 Error, 13.5.3).

What happens to an error that nobody catches the specification leaves open (10.5.3, Table 10.88):
here the instance is terminated, and the history tells why.
"""

from engine.definition import Activity, BoundaryEvent, ErrorDefinition
from engine.runtime import events
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.withdrawal import terminate, withdraw


def raise_error(run: Run, token: Token, error_code: str, reason: str) -> None:
    """Throw the error where the token stands; an error event always interrupts its activity."""
    activity = run.activity(token)
    catcher = _catcher(activity, error_code) if activity is not None else None
    caught_by = catcher.id if catcher is not None else ""
    run.events.append(events.ErrorRaised(token.id, token.node, error_code, reason, caught_by))
    if catcher is None:
        terminate(run, "error", closing="error")
    else:
        withdraw(run, token, "error")
        run.enter(catcher.id, token.scope)


def _catcher(activity: Activity, error_code: str) -> BoundaryEvent | None:
    """The event for exactly this code, else the one that catches every error."""
    catching = {
        event.definition.code: event
        for event in activity.boundary_events
        if isinstance(event.definition, ErrorDefinition)
    }
    return catching.get(error_code) or catching.get("")
