"""Links: two halves of one flow, in one scope and of one name (BPMN 10.5.5 Link)."""

from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceNode
from engine.bpmn.vocabulary import LINK, LINK_HALVES


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        for definition in node.definitions:
            if definition.tag == LINK and node.kind in LINK_HALVES:
                _check_half(node, definition.name, problems)
                _check_other_halves(source, node, definition, problems)


def _check_other_halves(source: Source, node: SourceNode, definition: Element, problems: Problems) -> None:
    """What the half says of the other ones must not contradict their name."""
    for end in (*definition.all("source"), *definition.all("target")):
        other = source.referred(end.text)
        if other is None or other.tag != LINK or other.name != definition.name:
            words = f'"{end.text}" is not the other half of this link.'
            problems.report(node.element, "link-halves", words, reference=end.text)


def _check_half(node: SourceNode, name: str, problems: Problems) -> None:
    is_catching = node.kind == "intermediateCatchEvent"
    if not name:
        words = "The link has no name: its other half cannot be found."
        problems.report(node.element, "link-without-name", words)
    elif not is_catching and not node.links_to:
        words = f'No event catches the link "{name}".'
        problems.report(node.element, "link-not-caught", words, name=name)
    elif len(node.links_to) > 1:
        words = f'Several events catch the link "{name}".'
        problems.report(node.element, "link-caught-twice", words, name=name)
    if is_catching and node.incoming:
        problems.report(node.element, "link-with-incoming", "A flow leads to the catching half of a link.")
    if not is_catching and node.outgoing:
        problems.report(node.element, "link-with-outgoing", "A flow leaves the throwing half of a link.")
