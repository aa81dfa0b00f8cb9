"""The rules of deployment: each module checks one subject over the whole file."""

from collections.abc import Callable

from engine.bpmn.problems import Problems
from engine.bpmn.rules import (
    calls,
    compensation,
    event_gateways,
    event_places,
    event_references,
    events,
    flows,
    gateways,
    identity,
    links,
    loop_events,
    loops,
    message_flows,
    reachability,
    references,
    sub_processes,
    tasks,
    timers,
    vocabulary_use,
)
from engine.bpmn.source import Source

RULES: tuple[Callable[[Source, Problems], None], ...] = (
    identity.check,
    vocabulary_use.check,
    references.check,
    event_references.check,
    message_flows.check,
    flows.check,
    gateways.check,
    event_gateways.check,
    event_places.check,
    events.check,
    timers.check,
    links.check,
    compensation.check,
    sub_processes.check,
    tasks.check,
    calls.check,
    loops.check,
    loop_events.check,
    reachability.check,
)
