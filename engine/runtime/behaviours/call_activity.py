"""Call activity (BPMN 10.3.6, 13.3.4): the called process runs inside, with data of its own.

It is part of the same case and of the same transaction. Without mapped inputs it begins with a copy of what the
caller sees; without mapped outputs it gives back what it has written.
"""

from engine.definition import CallActivity
from engine.runtime import events
from engine.runtime.data import activity_inputs
from engine.runtime.instance_state import Token
from engine.runtime.run import Failed, Run
from engine.runtime.scopes import open_scope
from engine.runtime.step import ProcessCall

DEEPEST = 50


def execute(run: Run, token: Token, node: CallActivity) -> None:
    library = run.process_of(token.scope).library
    if node.version == "latest":
        run.state.tokens[token.id] = token.waiting("calculator", token.catches)
        run.calls.append(ProcessCall(token.id, node.id, node.called))
        return
    try:
        reference = library.pinned(node.called) if library is not None else ""
    except KeyError:
        reference = ""
    call(run, token, node, reference)


def call(run: Run, token: Token, node: CallActivity, reference: str) -> None:
    """Begin the process of that reference. Raises Failed, FeelError."""
    library = run.process_of(token.scope).library
    if library is None or not reference:
        raise Failed("process-missing", process=node.called)
    if _depth(run, token) >= DEEPEST:
        raise Failed("call-too-deep", process=node.called, limit=DEEPEST)
    called = library.load(reference)
    if not called.start_nodes:
        raise Failed("process-without-start", process=node.called)
    inputs = activity_inputs(run, token, node)
    run.forget_process(token.id)
    open_scope(run, token, called, inputs, reference)
    run.events.append(events.ProcessCalled(token.id, node.id, node.called, reference))
    for node_id in called.start_nodes:
        run.enter(node_id, token.id)


def _depth(run: Run, token: Token) -> int:
    depth, scope = 0, token.scope
    while scope:
        record = run.state.scopes.get(scope)
        depth += bool(record is not None and record.called)
        scope = run.state.tokens[scope].scope
    return depth
