"""End event (BPMN 10.5.3, 13.5.6).

None: the token is consumed; the scope is completed when it was the last one. Error: the error is
thrown out of the scope. Terminate: every token of the scope is taken away and the instance ends
abnormally; the specification asks for no compensation and no event handling.
"""

from engine.definition import EndEvent, ErrorDefinition, TerminateDefinition
from engine.runtime.error_routing import raise_error
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.visits import leave
from engine.runtime.withdrawal import terminate


def execute(run: Run, token: Token, node: EndEvent) -> None:
    if isinstance(node.definition, ErrorDefinition):
        raise_error(run, token, node.definition.code, "")
    elif isinstance(node.definition, TerminateDefinition):
        run.consume(token)
        terminate(run, "terminate-end-event")
    else:
        leave(run, token, node)
