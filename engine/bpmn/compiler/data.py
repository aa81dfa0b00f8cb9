"""Data associations and io mappings: what a node sees under which name, and what is kept of it (BPMN 10.4).

Every data object, property, data input and output is a variable of its name. An association between two
of the same name has nothing to do. One that ends at a nameless item, as drawing tools leave it, is a picture.
"""

from engine.bpmn.compiler.context import Context
from engine.bpmn.compiler.values import check_name, io_entries
from engine.bpmn.source import Element, Source
from engine.bpmn.vocabulary import DATA_ITEMS, MULTI_INSTANCE
from engine.definition import Attribute, IoMapping

_PLACEHOLDER = "__targetRef_placeholder"  # what bpmn.io calls the end it does not know
_ASSOCIATIONS = {"input": "dataInputAssociation", "output": "dataOutputAssociation"}
_STORE = "dataStoreReference"


def mappings(context: Context, element: Element, direction: str) -> tuple[IoMapping, ...]:
    """All that flows into or out of the element; direction: "input" or "output"."""
    drawn = tuple(
        mapping
        for association in element.all(_ASSOCIATIONS[direction])
        if not _feeds_loop(context.source, element, association)
        for mapping in _association(context, element, association)
    )
    return context.values.io_mapping(element, direction) + drawn


def item_name(source: Source, reference: str) -> str:
    """The variable that a data item stands for, empty when it has no name."""
    item = source.referred(reference)
    if item is None or item.tag not in DATA_ITEMS:
        return ""
    meant = source.referred(item.get("dataObjectRef"))
    name = item.name if meant is None else meant.name or item.name
    return "" if name == _PLACEHOLDER else name


def has_mappings(context: Context, element: Element, direction: str) -> bool:
    return bool(io_entries(element, direction) or mappings(context, element, direction))


def _association(context: Context, element: Element, association: Element) -> list[IoMapping]:
    _check_ends(context, element, association)
    source = item_name(context.source, association.text_of("sourceRef"))
    target = item_name(context.source, association.text_of("targetRef"))
    assignments, transformation = association.all("assignment"), association.first("transformation")
    if assignments:
        pairs = [(each.text_of("from"), each.text_of("to").removeprefix("=").strip()) for each in assignments]
    elif transformation is not None:
        pairs = [(transformation.text, target)]
    else:
        pairs = [(source, target)] if source and target and source != target else []
    return [mapping for text, name in pairs if (mapping := _mapping(context, element, text, name))]


def _check_ends(context: Context, element: Element, association: Element) -> None:
    report = context.values.problems.report
    sources, targets = association.all("sourceRef"), association.all("targetRef")
    is_store = False
    for end in (*sources, *targets):
        found = context.source.referred(end.text)
        is_store = is_store or (found is not None and found.tag == _STORE)
        if found is None or found.tag not in DATA_ITEMS | {_STORE}:
            words = f'"{end.text}" is no data of the file.'
            report(element, "reference-missing", words, reference=end.text)
    if is_store and any(item_name(context.source, end.text) for end in (*sources, *targets)):
        report(element, "data-store", "A data store is drawn only: nothing is read from it or written to it.")
    if len(sources) > 1 and association.first("transformation") is None and not association.all("assignment"):
        words = "Several sources need a transformation that makes one value of them."
        report(element, "mapping-incomplete", words)


def _mapping(context: Context, element: Element, text: str, target: str) -> IoMapping | None:
    expression = context.values.feel(element, text, f'data "{target}"')
    if expression is None or not context.values.accepts(element, target, "target of the data", check_name):
        return None
    return IoMapping(Attribute(f"={text.removeprefix('=').strip()}", expression), target)


def _feeds_loop(source: Source, element: Element, association: Element) -> bool:
    """The collection of a multi-instance activity is read once, not in every instance."""
    ends = {association.text_of("sourceRef"), association.text_of("targetRef")}
    collections = {
        loop.text_of(tag)
        for loop in element.all(MULTI_INSTANCE)
        for tag in ("loopDataInputRef", "loopDataOutputRef")
    }
    return bool(ends & (collections - {""}))
