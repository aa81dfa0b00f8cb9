"""Technical failures: the token is held at its node until somebody retries; nothing else is lost."""

from collections.abc import Mapping
from typing import Any

from engine.errors import EngineError
from engine.runtime import events
from engine.runtime.catching import arm
from engine.runtime.commands import CloseIncident, OpenIncident
from engine.runtime.instance_state import Resume, Token
from engine.runtime.run import Failed, Run

FAILURES = (Failed, EngineError)


def open_incident(
    run: Run,
    token: Token,
    code: str,
    params: Mapping[str, Any],
    *,
    resume: Resume = "execute",
    value: Any = None,
) -> None:
    """Hold the token; its boundary events stay armed, so that an escalation still comes.

    ``resume`` and ``value``: see Token. Params become JSON values (whatever is not, its text).
    """
    try:
        catches = arm(run, token)
    except FAILURES:
        catches = None  # a retry arms them
    run.state.tokens[token.id] = Token(
        token.id, token.node, "incident", token.flow, token.scope, catches, resume, value
    )
    plain = {name: item if _is_plain(item) else str(item) for name, item in params.items()}
    run.effects.append(OpenIncident(token.id, run.place(token, token.node), code, plain))
    run.events.append(events.IncidentOpened(token.id, token.node, code, plain))


def open_incident_for(
    run: Run, token: Token, failure: Exception, *, resume: Resume = "execute", value: Any = None
) -> None:
    """The incident of a caught failure, one of FAILURES."""
    code, params = getattr(failure, "code", "technical-error"), getattr(failure, "params", {})
    open_incident(run, token, code, params, resume=resume, value=value)


def close_incident(run: Run, token: Token) -> None:
    """Report the end of the incident; what becomes of the token is the caller's."""
    run.effects.append(CloseIncident(token.id))
    run.events.append(events.IncidentClosed(token.id, token.node))


def _is_plain(item: Any) -> bool:
    return item is None or isinstance(item, str | int | bool)
