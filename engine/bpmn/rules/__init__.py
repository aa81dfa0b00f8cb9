"""The rules of deployment: each module checks one subject over the whole file."""

from collections.abc import Callable

from engine.bpmn.problems import Problems
from engine.bpmn.rules import (
    events,
    flows,
    gateways,
    identity,
    links,
    reachability,
    references,
    tasks,
    vocabulary_use,
)
from engine.bpmn.source import Source

RULES: tuple[Callable[[Source, Problems], None], ...] = (
    identity.check,
    vocabulary_use.check,
    references.check,
    flows.check,
    gateways.check,
    events.check,
    links.check,
    tasks.check,
    reachability.check,
)
