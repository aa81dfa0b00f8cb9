"""What the instances of a multi-instance activity throw: said, known, and of a kind that is thrown (BPMN 10.3.8)."""

from engine.bpmn.loop_events import EVENT_OF, thrown_by_loop
from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceNode
from engine.bpmn.vocabulary import EVENT_DEFINITIONS, MULTI_INSTANCE, THROWN_BY_LOOP

_COMPLEX = "complexBehaviorDefinition"
_BEHAVIOURS = ("All", "None", "One", "Complex")


def check(source: Source, problems: Problems) -> None:
    for node in source.nodes:
        for loop in node.element.all(MULTI_INSTANCE):
            _check_behaviour(node, loop, problems)
            _check_references(source, node, loop, problems)
        for thrown in thrown_by_loop(source, node.element):
            if thrown.definition.tag not in THROWN_BY_LOOP:
                tag = thrown.definition.tag
                words = f"A {tag} cannot be thrown by an instance that is completed."
                problems.report(node.element, "event-misplaced", words, tag=tag)


def _check_behaviour(node: SourceNode, loop: Element, problems: Problems) -> None:
    behaviour = loop.get("behavior", "All")
    if behaviour not in _BEHAVIOURS:
        words = f'behavior "{behaviour}" is unknown.'
        problems.report(node.element, "value-invalid", words, where="behavior", value=behaviour)
    given = {_COMPLEX} if loop.all(_COMPLEX) else set[str]()
    given |= {name for name in EVENT_OF.values() if loop.get(name)}
    wanted = {**EVENT_OF, "Complex": _COMPLEX}.get(behaviour)
    if wanted is not None and wanted not in given:
        words = f"No {wanted} says which event is thrown."
        problems.report(node.element, "loop-event-missing", words, attribute=wanted)
    for name in sorted(given - {wanted}):
        words = f'{name} has no effect with the behaviour "{behaviour}".'
        problems.report(node.element, "attribute-without-effect", words, attribute=name)


def _check_references(source: Source, node: SourceNode, loop: Element, problems: Problems) -> None:
    inside = [found.text for found in loop.walk() if found.tag == "eventDefinitionRef"]
    for reference in [*inside, *(loop.get(name) for name in EVENT_OF.values() if loop.get(name))]:
        found = source.referred(reference)
        if found is None or found.tag not in EVENT_DEFINITIONS:
            words = f'"{reference}" is no event definition of the file.'
            problems.report(node.element, "reference-missing", words, reference=reference)
