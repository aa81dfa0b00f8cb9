"""Where an instance begins (BPMN 13.5.1, 13.3.3, 13.4.4): start events and what else can start a process."""

from engine.definition import (
    EventBasedGateway,
    IntermediateCatchEvent,
    Node,
    Process,
    ReceiveTask,
    StartEvent,
)
from engine.errors import Conflict, NotFound
from engine.runtime import events
from engine.runtime.catching import carry_out, plan
from engine.runtime.data import evaluate_mappings
from engine.runtime.happening import arrived
from engine.runtime.run import Failed, Run
from engine.runtime.scopes import armed_starts
from engine.runtime.triggers import Start


def begin_process(run: Run, trigger: Start) -> None:
    """Put the first tokens, and let the event sub-processes of the process wait.

    Raises NotFound where nothing can begin, Conflict when a wait cannot be computed.
    """
    node = _started_by(run.process, trigger.node_id) if trigger.node_id else None
    if node is None or isinstance(node, StartEvent):
        begins = run.process.start_nodes if node is None else (node.id,)
        if not begins:
            raise NotFound(kind="start event", id=run.process.key)
        _enter_all(run, begins, trigger)
    else:
        _wait_for_sub_processes(run)
        _begin_at(run, node, trigger)


def remember_completer(run: Run, place: str, by: str | None, *, is_repeated: bool = False) -> None:
    """Keep who did it last; after the system has, nobody has.

    ``is_repeated``: it was one of several instances, who all count: all who did one are kept.
    """
    if by is None:
        if not is_repeated:
            run.state.completers.pop(place, None)
    elif is_repeated:
        before = run.state.completers.get(place, "")
        run.state.completers[place] = " ".join(sorted({*before.split(), by}))
    else:
        run.state.completers[place] = by


def _enter_all(run: Run, begins: tuple[str, ...], trigger: Start) -> None:
    node = run.process.nodes[begins[0]]
    variables = trigger.variables
    if trigger.node_id is not None and isinstance(node, StartEvent) and node.outputs:
        variables = evaluate_mappings(run, node.outputs, variables)
    run.assign(None, variables)
    _wait_for_sub_processes(run)
    for node_id in begins:
        remember_completer(run, node_id, trigger.by)
        run.enter(node_id, 0)


def _wait_for_sub_processes(run: Run) -> None:
    if not run.process.event_sub_processes:
        return
    try:
        planned = plan(run, 0, armed_starts(run, 0, run.process), run.state.variables)
    except Failed as failure:
        raise Conflict(reason=failure.code) from failure
    run.own_scope(0).catches = carry_out(run, 0, planned)


def _started_by(process: Process, node_id: str) -> Node:
    node = process.nodes.get(node_id)
    is_start = isinstance(node, StartEvent) and not node.parent
    is_receiving = isinstance(node, ReceiveTask) and node.instantiate
    if node is None or not (is_start or is_receiving or _gateway_before(process, node)):
        raise NotFound(kind="start event", id=node_id)
    return node


def _gateway_before(process: Process, node: Node) -> EventBasedGateway | None:
    """The instantiating gateway that the event stands behind."""
    for flow_id in node.incoming:
        before = process.nodes[process.flows[flow_id].source]
        if isinstance(before, EventBasedGateway) and before.instantiate:
            return before
    return None


def _begin_at(run: Run, node: Node, trigger: Start) -> None:
    """The event has happened; behind a parallel gateway the others are still waited for."""
    gateway = _gateway_before(run.process, node)
    flows = gateway.outgoing if gateway is not None else ()
    token = run.begin(node.id, 0, next((flow.id for flow in flows if flow.target == node.id), ""))
    run.events.append(events.NodeEntered(token.id, node.id))
    assert isinstance(node, ReceiveTask | IntermediateCatchEvent)
    arrived(run, token, node, trigger.variables)
    if gateway is not None and gateway.is_parallel:
        for flow in flows:
            if flow.target != node.id:
                run.follow(flow, 0)
