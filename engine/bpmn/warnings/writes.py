"""Which variables a node writes, as far as the file says so (BPMN 10.4; the rules are those of the runtime)."""

from collections.abc import Iterable, Mapping

from engine.definition import (
    Activity,
    CatchEvent,
    IoMapping,
    MultiInstance,
    Node,
    Process,
    ScriptTask,
    SubProcess,
    UserTask,
)
from engine.feel.syntax import ContextLiteral

OUTCOME = "outcome"
FormFields = Mapping[str, Iterable[str]]  # form key → the fields a person fills


def written_by(process: Process, node: Node, form_fields: FormFields) -> frozenset[str]:
    """What a calculator, a called process or a message brings without a mapping is not known."""
    if isinstance(node, Activity):
        collection = _output_collection(node)
        if collection and not node.outputs:
            return collection
        return collection | (_targets(node.outputs) or _results(process, node, form_fields))
    return _targets(node.outputs) if isinstance(node, CatchEvent) else frozenset()


def asks_for_outcome(node: Node) -> bool:
    """Whether a condition of its flows reads the outcome."""
    return any(flow.condition and OUTCOME in flow.condition.free_names for flow in node.outgoing)


def _output_collection(node: Activity) -> frozenset[str]:
    name = node.loop.output_collection if isinstance(node.loop, MultiInstance) else ""
    return frozenset([name]) if name else frozenset()


def _results(process: Process, node: Activity, form_fields: FormFields) -> frozenset[str]:
    if isinstance(node, SubProcess):
        inner = (each for each in process.nodes.values() if each.parent == node.id)
        written = (written_by(process, each, form_fields) for each in inner)
        return frozenset[str]().union(*written) - _targets(node.inputs)
    if isinstance(node, UserTask):
        return _fields(node, form_fields) | ({OUTCOME} if node.outcomes else set())
    if result := getattr(node, "result_variable", ""):
        return frozenset([result])
    return _entries(node)


def _fields(task: UserTask, form_fields: FormFields) -> frozenset[str]:
    form = task.form_key
    return frozenset(form_fields.get(form.text, ())) if form and form.expression is None else frozenset()


def _entries(node: Activity) -> frozenset[str]:
    """Each entry of a context that a script makes becomes a variable."""
    tree = node.script.ast if isinstance(node, ScriptTask) else None
    return frozenset(tree.keys) if isinstance(tree, ContextLiteral) else frozenset()


def _targets(mappings: tuple[IoMapping, ...]) -> frozenset[str]:
    return frozenset(mapping.target for mapping in mappings)
