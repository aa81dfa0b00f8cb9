"""Ad-hoc sub-processes of a case: which are open, and what can be chosen in them (BPMN 10.3.5)."""

from dataclasses import dataclass

from engine.definition import AdHocSubProcess, Process
from engine.errors import NotFound
from engine.models import ProcessInstance
from engine.runtime import InstanceState, Token, called_at
from engine.store import definitions, scope_states


@dataclass(frozen=True, slots=True)
class OpenChoice:
    """An open ad-hoc sub-process. ``scope``: its token, which the commands name; ``activities``: node ids."""

    scope: int
    node: str
    activities: tuple[str, ...]


def open_choices(process: Process, state: InstanceState) -> list[OpenChoice]:
    """What people can choose from now; nothing in a sequential one while an activity is under way."""
    return [
        OpenChoice(token.id, node.id, node.start_nodes if _is_free(state, token, node) else ())
        for token in state.tokens.values()
        if token.state == "scope" and (node := _ad_hoc_node(process, state, token)) is not None
    ]


def choices_of(instance: ProcessInstance) -> list[OpenChoice]:
    """The open ad-hoc sub-processes of a case and what can be chosen in each."""
    process = definitions.compiled(instance.definition.key, instance.definition.sha256)
    return open_choices(process, scope_states.of_token(instance, None))


def scope_for(process: Process, state: InstanceState, node: str) -> int:
    """The oldest open ad-hoc sub-process that has the activity, or is the node itself. Raises NotFound."""
    for choice in open_choices(process, state):
        found = _ad_hoc_node(process, state, state.tokens[choice.scope])
        if found is not None and node in (found.id, *found.start_nodes):
            return choice.scope
    raise NotFound(kind="activity", id=node)


def _ad_hoc_node(process: Process, state: InstanceState, token: Token) -> AdHocSubProcess | None:
    called = called_at(state, token)
    if called and process.library is not None:
        process = process.library.load(called)
    node = process.nodes.get(token.node)
    return node if isinstance(node, AdHocSubProcess) else None


def _is_free(state: InstanceState, token: Token, node: AdHocSubProcess) -> bool:
    if state.scopes[token.id].is_closed:
        return False
    return node.ordering == "Parallel" or all(other.scope != token.id for other in state.tokens.values())
