"""Which node or flow of the new version stands for one of the old: by hand, else by equal id."""

from collections.abc import Mapping

from engine.definition import Activity, MultiInstance, Node, Process


class Counterparts:
    """``mapping``: ids of nodes or flows of the old version → ids of the new one."""

    __slots__ = ("mapping", "source", "target")

    def __init__(self, source: Process, target: Process, mapping: Mapping[str, str]) -> None:
        self.source, self.target, self.mapping = source, target, mapping

    def of(self, node_id: str) -> str:
        """The id of the node in the new version, empty when there is none."""
        found = self.mapping.get(node_id, node_id)
        return found if found in self.target.nodes else ""

    def is_in_same_scope(self, before: Node, after: Node) -> bool:
        """Whether both lie in sub-processes that stand for one another, or may: as long as none is named yet."""
        if not before.parent:
            return not after.parent
        parent = self.of(before.parent)
        return after.parent == parent if parent else bool(after.parent)

    def flow(self, flow_id: str, after: Node) -> str:
        """The flow into ``after``: named by hand, of equal id, or the only one between the same two nodes."""
        if flow_id in self.mapping or flow_id in after.incoming:
            found = self.mapping.get(flow_id, flow_id)
            return found if found in after.incoming else ""
        before = self.source.flows.get(flow_id)
        origin = self.of(before.source) if before is not None else ""
        same = [each for each in after.incoming if origin and self.target.flows[each].source == origin]
        return same[0] if len(same) == 1 else ""

    def candidates(self, before: Node) -> list[str]:
        """Nodes of the same type in the corresponding scope, those that are new in this version first."""
        found = [
            node.id
            for node in self.target.nodes.values()
            if type(node) is type(before)
            and self.is_in_same_scope(before, node)
            and has_same_loop(before, node)
        ]
        return sorted(found, key=lambda node_id: node_id in self.source.nodes)


def has_same_loop(before: Node, after: Node) -> bool:
    """Whether instances under way mean the same to both: kind, order, and the names they keep data under."""
    return _loop_shape(before) == _loop_shape(after)


def _loop_shape(node: Node) -> tuple[object, ...]:
    loop = node.loop if isinstance(node, Activity) else None
    if not isinstance(loop, MultiInstance):
        return (type(loop),)
    shape = (loop.is_sequential, loop.collection is None, loop.element_variable, bool(loop.output_collection))
    return (MultiInstance, *shape)
