"""A compiled process: the graph the runtime walks, immutable and free of XML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from engine.definition.activities import CallActivity, UserTask
from engine.definition.catching import definitions_of
from engine.definition.events import ConditionalDefinition
from engine.definition.gateways import ComplexGateway, InclusiveGateway
from engine.definition.nodes import Flow, Node


class Decision(Protocol):
    """What a process needs of a decision model (``engine.dmn.DecisionModel`` is one)."""

    def evaluate_with_trace(self, name_or_id: str, inputs: Mapping[str, Any], now: Any = None) -> Any: ...


class Library(Protocol):
    """The processes that call activities name, by reference: text that stands for one version for ever."""

    def pinned(self, key: str) -> str:
        """The reference that the caller's deployment fixed. KeyError when there is none."""

    def load(self, reference: str) -> "Process":
        """The process of a reference."""


@dataclass(frozen=True, slots=True, eq=False)
class Process:
    """``key``: the id of the process element; ``nodes`` and ``flows`` by id, nested ones included.

    ``start_nodes``: where an instance begins when no start event is named (BPMN 10.5.2): the none
    start event, or without any start event every node no flow leads to.
    ``event_sub_processes``: ids of those of the process itself. ``decisions``: filled by
    ``engine.runtime.bind_decisions``; ``library``: set when the definition is loaded.
    ``roles``: the literal role names of its user tasks. ``may_await_conditions``:
    whether changed variables may make an event happen; ``may_join_late``: whether a join may have to look at
    where the other tokens are.
    """

    key: str
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    start_nodes: tuple[str, ...]
    event_sub_processes: tuple[str, ...] = ()
    name: str = ""
    source_line: int = 0
    title: str = ""
    version_tag: str = ""
    tracking_prefix: str = ""
    expected_duration: str = ""
    retention: str = ""
    starter_roles: tuple[str, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    library: Library | None = None
    roles: frozenset[str] = field(init=False)
    may_await_conditions: bool = field(init=False)
    may_join_late: bool = field(init=False)

    def find(self, place: str) -> Node | None:
        """The node a case's record names: an id, for one of a called process ``key/id``.

        Records of single steps name it without the key; then the called processes are searched.
        """
        key, _, node_id = place.rpartition("/")
        if not key and node_id in self.nodes:
            return self.nodes[node_id]
        for called in self.called_processes():
            if key in ("", called.key) and (found := called.nodes.get(node_id)) is not None:
                return found
        return None

    def called_processes(self) -> Iterator["Process"]:
        """The processes that are called, and those they call, as the deployments pinned them."""
        seen, waiting = set[str](), [self]
        while waiting:
            process = waiting.pop(0)
            for node in process.nodes.values():
                if isinstance(node, CallActivity) and process.library is not None:
                    reference = process.library.pinned(node.called)
                    if reference not in seen:
                        seen.add(reference)
                        waiting.append(process.library.load(reference))
                        yield waiting[-1]

    def __post_init__(self) -> None:
        tasks = (node for node in self.nodes.values() if isinstance(node, UserTask))
        roles = frozenset(task.role.text for task in tasks if task.role and task.role.expression is None)
        object.__setattr__(self, "roles", roles)
        awaits = any(_may_await_condition(node) for node in self.nodes.values())
        object.__setattr__(self, "may_await_conditions", awaits)
        late = any(
            isinstance(node, InclusiveGateway | ComplexGateway | CallActivity) for node in self.nodes.values()
        )
        object.__setattr__(self, "may_join_late", late)


def _may_await_condition(node: Node) -> bool:
    """Of what is called nothing is known here."""
    found = definitions_of(node)
    return isinstance(node, CallActivity) or any(isinstance(each, ConditionalDefinition) for each in found)
