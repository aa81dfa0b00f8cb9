"""Loops: one kind, and enough said to know how often (BPMN 10.3.8, Table 10.29)."""

from engine.bpmn.grammar import MULTI_INSTANCE_WORDS
from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceNode
from engine.bpmn.vocabulary import ACTIVITIES, LOOPS, MULTI_INSTANCE, STANDARD_LOOP
from engine.bpmn.whole_numbers import MAX_ROUNDS, whole_number


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        if node.kind not in ACTIVITIES:
            continue
        loops = [child for child in node.element.children if child.tag in LOOPS]
        if len(loops) > 1:
            words = "The activity has several loops; it can have only one."
            problems.report(node.element, "contradictory-attributes", words)
        if loops and node.is_event_sub_process:
            problems.report(node.element, "loop-misplaced", "An event sub-process cannot be repeated.")
        for loop in loops:
            if loop.tag == STANDARD_LOOP:
                _check_standard(node, loop, problems)
            else:
                _check_number(node, loop, problems)
                _check_output(node, loop, problems)
        if not any(loop.tag == MULTI_INSTANCE for loop in loops):
            _check_words(node, problems)


def _check_standard(node: SourceNode, loop: Element, problems: Problems) -> None:
    maximum = loop.get("loopMaximum")
    if maximum and whole_number(maximum, 0, MAX_ROUNDS) is None:
        words = f'loopMaximum "{maximum}" is no whole number.'
        problems.report(node.element, "value-invalid", words, where="loopMaximum", value=maximum)
    if not maximum and loop.first("loopCondition") is None and not node.boundary:
        words = "The loop has no condition, no maximum and no boundary event: it would never end."
        problems.report(node.element, "loop-endless", words)


def _check_number(node: SourceNode, loop: Element, problems: Problems) -> None:
    sources = [
        loop.first("loopCardinality") is not None,
        loop.first("loopDataInputRef") is not None,
        _is_given(node, loop, "collection"),
    ]
    if not any(sources):
        words = "Neither a loopCardinality nor a collection says how many instances there are."
        problems.report(node.element, "loop-number-missing", words)
    elif sum(sources) > 1:
        words = "The number of instances is given more than once."
        problems.report(node.element, "contradictory-attributes", words)
    if sources[0] and (_is_given(node, loop, "elementVariable") or loop.first("inputDataItem") is not None):
        words = "Without a collection there are no elements that an instance could get."
        problems.report(node.element, "attribute-without-effect", words, attribute="elementVariable")


def _check_output(node: SourceNode, loop: Element, problems: Problems) -> None:
    has_collection = _is_given(node, loop, "outputCollection") or loop.first("loopDataOutputRef") is not None
    has_element = _is_given(node, loop, "outputElement") or loop.first("outputDataItem") is not None
    if has_collection != has_element:
        words = "What an instance leaves and the list that takes it must both be named."
        problems.report(node.element, "loop-output-incomplete", words)


def _check_words(node: SourceNode, problems: Problems) -> None:
    for name in sorted(MULTI_INSTANCE_WORDS):
        if node.element.kartabl(name) is not None:
            words = f"{name} has an effect only on a multi-instance activity."
            problems.report(node.element, "attribute-without-effect", words, attribute=name)


def _is_given(node: SourceNode, loop: Element, name: str) -> bool:
    return loop.kartabl(name) is not None or node.element.kartabl(name) is not None
