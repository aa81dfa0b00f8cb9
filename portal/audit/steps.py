"""Names of flow nodes and ways for the auditor: never a raw id."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.formatting.reader import language
from portal.step_names import node_name

PROCESSES = {"letter_issuance": gettext_lazy("Issue of a letter of introduction")}
KINDS = {
    "StartEvent": gettext_lazy("the beginning"),
    "EndEvent": gettext_lazy("the end"),
    "ExclusiveGateway": gettext_lazy("a decision"),
    "InclusiveGateway": gettext_lazy("ways that apply"),
    "ParallelGateway": gettext_lazy("parallel ways"),
    "ComplexGateway": gettext_lazy("ways that apply"),
    "EventBasedGateway": gettext_lazy("a wait"),
    "BoundaryEvent": gettext_lazy("a deadline"),
    "SubProcess": gettext_lazy("a part of the process"),
    "EventSubProcess": gettext_lazy("a part of the process"),
    "AdHocSubProcess": gettext_lazy("a part of the process"),
    "Transaction": gettext_lazy("a part of the process"),
    "CallActivity": gettext_lazy("another process"),
    "IntermediateCatchEvent": gettext_lazy("a wait"),
    "IntermediateThrowEvent": gettext_lazy("a passage"),
}


def step(process: Any, node_id: str | None) -> str:
    """The name of a flow node in the reader's language; a nameless one is called by its kind."""
    node = process.find(node_id or "")
    if node is None:
        return _("the process")
    name = node_name(process, node.id)
    return str(KINDS.get(type(node).__name__, _("a step"))) if name == node.id else name


def process_title(definition: Any) -> str:
    """The name in the drawing to a Persian reader, to others the translated one where there is one."""
    known = PROCESSES.get(definition.key)
    if known and (language() != "fa" or not definition.name):
        return str(known)
    return str(definition.name or definition.key)


def way(process: Any, flow_id: str) -> str:
    """Where a sequence flow leads; to a Persian reader also by the name in the drawing."""
    flow = process.flows.get(flow_id)
    if flow is None:
        return _("the next step")
    target = step(process, flow.target)
    return f"{target} ({flow.name})" if flow.name and language() == "fa" else target
