"""Events that the completed instances of a multi-instance activity throw (BPMN 10.3.8, Table 10.30)."""

from typing import NamedTuple

from engine.bpmn.source import Element, Source, event_definitions
from engine.bpmn.vocabulary import EVENT_DEFINITIONS, MULTI_INSTANCE

EVENT_OF = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}


class Thrown(NamedTuple):
    """``behaviour``: the complex behaviour that says when, None for an event of all or of the first."""

    definition: Element
    behaviour: Element | None = None


def thrown_by_loop(source: Source, activity: Element) -> list[Thrown]:
    """All that can be found; references that lead nowhere are left out."""
    loops = activity.all(MULTI_INSTANCE)
    named = [source.referred(loop.get(name)) for loop in loops for name in EVENT_OF.values()]
    return [Thrown(found) for found in named if found is not None and found.tag in EVENT_DEFINITIONS] + [
        Thrown(definition, behaviour)
        for loop in loops
        for behaviour in loop.all("complexBehaviorDefinition")
        for event in behaviour.all("event")
        for definition in event_definitions(event, source.by_id)
    ]
