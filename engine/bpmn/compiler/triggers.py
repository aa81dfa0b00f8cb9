"""Event definitions: what an event waits for or throws (BPMN 10.5.5)."""

from collections.abc import Callable, Iterable
from typing import Literal

from engine.bpmn.compiler.context import Context
from engine.bpmn.source import Element
from engine.bpmn.vocabulary import (
    CANCEL,
    COMPENSATION,
    CONDITIONAL,
    ERROR,
    ESCALATION,
    KARTABL,
    LINK,
    MESSAGE,
    SIGNAL,
    TERMINATE,
    TIMER,
)
from engine.definition import (
    CancelDefinition,
    CompensationDefinition,
    ConditionalDefinition,
    ErrorDefinition,
    EscalationDefinition,
    EventDefinition,
    LinkDefinition,
    MessageDefinition,
    SignalDefinition,
    TerminateDefinition,
    TimerDefinition,
)
from engine.definition.cron import parse_cron
from engine.definition.iso8601 import parse_cycle, parse_duration, parse_moment


def compile_definitions(
    context: Context, owner: Element, definitions: Iterable[Element]
) -> tuple[EventDefinition, ...]:
    """Those of ``owner`` that can be built; the others have been reported."""
    built = (_COMPILERS[each.tag](context, owner, each) for each in definitions)
    return tuple(each for each in built if each is not None)


def compile_message(context: Context, reference: str) -> MessageDefinition | None:
    """None when there is no such message. One without a name is found by its id."""
    message = context.source.referred(reference)
    if message is None or message.tag != "message":
        return None
    keys = [
        subscription.get("correlationKey")
        for extensions in message.all("extensionElements")
        for subscription in extensions.all("subscription", KARTABL)
    ]
    key = context.values.value(message, keys[0], "correlationKey") if keys else None
    return MessageDefinition(message.name or message.id, key)


def _message(context: Context, _owner: Element, definition: Element) -> MessageDefinition | None:
    return compile_message(context, definition.get("messageRef"))


def _timer(context: Context, owner: Element, definition: Element) -> TimerDefinition | None:
    calendar = context.values.literal(owner, "calendar")
    for child in definition.children:
        if child.tag in _TIMERS:
            kind, check = _TIMERS[child.tag]
            value = context.values.value(owner, child.text, child.tag, check)
            return None if value is None else TimerDefinition(kind, value, calendar)
    return None


def _check_cycle(text: str) -> object:
    return parse_cycle(text) if text.startswith("R") else parse_cron(text)


def _conditional(context: Context, owner: Element, definition: Element) -> ConditionalDefinition | None:
    condition = context.values.feel(owner, definition.text_of("condition"), "condition")
    return None if condition is None else ConditionalDefinition(condition)


def _signal(context: Context, _owner: Element, definition: Element) -> SignalDefinition | None:
    signal = context.source.referred(definition.get("signalRef"))
    return None if signal is None else SignalDefinition(signal.name or signal.id)


def _error(context: Context, _owner: Element, definition: Element) -> ErrorDefinition:
    return ErrorDefinition(_code(context, definition.get("errorRef"), "errorCode"))


def _escalation(context: Context, _owner: Element, definition: Element) -> EscalationDefinition:
    return EscalationDefinition(_code(context, definition.get("escalationRef"), "escalationCode"))


def _code(context: Context, reference: str, attribute: str) -> str:
    found = context.source.referred(reference)
    return found.get(attribute) if found is not None else ""


def _compensation(_context: Context, _owner: Element, definition: Element) -> CompensationDefinition:
    waits = definition.is_true("waitForCompletion", "true")
    return CompensationDefinition(definition.get("activityRef"), waits)


def _link(_context: Context, _owner: Element, definition: Element) -> LinkDefinition:
    return LinkDefinition(definition.name)


def _cancel(_context: Context, _owner: Element, _definition: Element) -> CancelDefinition:
    return CancelDefinition()


def _terminate(_context: Context, _owner: Element, _definition: Element) -> TerminateDefinition:
    return TerminateDefinition()


_TIMERS: dict[str, tuple[Literal["date", "duration", "cycle"], Callable[[str], object]]] = {
    "timeDate": ("date", parse_moment),
    "timeDuration": ("duration", parse_duration),
    "timeCycle": ("cycle", _check_cycle),
}
_COMPILERS: dict[str, Callable[[Context, Element, Element], EventDefinition | None]] = {
    MESSAGE: _message,
    TIMER: _timer,
    SIGNAL: _signal,
    CONDITIONAL: _conditional,
    ERROR: _error,
    ESCALATION: _escalation,
    COMPENSATION: _compensation,
    LINK: _link,
    CANCEL: _cancel,
    TERMINATE: _terminate,
}
