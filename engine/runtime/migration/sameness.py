"""Whether two versions mean the same, by the texts they were written with."""

from typing import Any

from engine.definition import (
    Attribute,
    ConditionalDefinition,
    EventDefinition,
    Loop,
    MessageDefinition,
    MultiInstance,
    SignalDefinition,
    StandardLoop,
    TimerDefinition,
)


def text_of(value: Any) -> str:
    """The text of an attribute or expression, empty when it is not given."""
    return "" if value is None else str(value.text)


def is_same_event(before: EventDefinition, after: EventDefinition) -> bool:
    """Whether who waits for the one need not begin anew to wait for the other."""
    return _meaning(before) == _meaning(after)


def is_same_loop(before: Loop | None, after: Loop | None) -> bool:
    """Whether they end by the same conditions."""
    return _conditions(before) == _conditions(after)


def is_same_attribute(before: Attribute | None, after: Attribute | None) -> bool:
    return text_of(before) == text_of(after)


def _meaning(definition: EventDefinition) -> tuple[Any, ...]:
    match definition:
        case TimerDefinition(kind=kind, value=value, calendar=calendar):
            return TimerDefinition, kind, value.text, calendar
        case MessageDefinition(name=name, correlation_key=key):
            return MessageDefinition, name, key is None, text_of(key)
        case SignalDefinition(name=name):
            return SignalDefinition, name
        case ConditionalDefinition(condition=condition):
            return ConditionalDefinition, condition.text
        case _:
            return (type(definition),)


def _conditions(loop: Loop | None) -> tuple[Any, ...]:
    match loop:
        case StandardLoop():
            return text_of(loop.condition), loop.tests_before, loop.maximum
        case MultiInstance():
            texts = (loop.cardinality, loop.collection, loop.output_element, loop.completion_condition)
            return (*map(text_of, texts), loop.output_collection, loop.behavior, len(loop.thrown))
        case _:
            return ()
