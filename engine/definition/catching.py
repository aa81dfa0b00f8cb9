"""Names of triggers: a catching element and which of its definitions, as jobs and subscriptions keep them."""

from engine.definition.activities import ReceiveTask
from engine.definition.events import EventDefinition
from engine.definition.nodes import Event, Node

_SEPARATOR = "#"  # cannot occur in an id of XML


def trigger_name(node_id: str, index: int) -> str:
    """The id of the node for its first definition, ``id#1`` for the second …"""
    return f"{node_id}{_SEPARATOR}{index}" if index else node_id


def split_trigger(name: str) -> tuple[str, int]:
    """Node id and index: the inverse of ``trigger_name``."""
    node_id, _, index = name.partition(_SEPARATOR)
    return node_id, int(index or 0)


def definitions_of(node: Node) -> tuple[EventDefinition, ...]:
    """What the node waits for or throws; nothing for a node that does neither."""
    if isinstance(node, Event):
        return node.definitions
    return (node.message,) if isinstance(node, ReceiveTask) else ()
