"""Sub-process, transaction, event sub-process and ad-hoc sub-process (BPMN 10.3.5, 13.3.4, 13.3.5).

A token waits at it while others run inside; it goes on when none is left. The mapped inputs are variables
of its own. In an ad-hoc sub-process nothing begins by itself.
"""

from engine.definition import AdHocSubProcess, SubProcess
from engine.runtime.data import evaluate_mappings
from engine.runtime.instance_state import Token
from engine.runtime.run import Run
from engine.runtime.scopes import open_scope


def execute(run: Run, token: Token, node: SubProcess) -> None:
    open_scope(run, token, node, evaluate_mappings(run, node.inputs, run.variables(token)))
    if not isinstance(node, AdHocSubProcess):
        for node_id in node.start_nodes:
            run.enter(node_id, token.id)
