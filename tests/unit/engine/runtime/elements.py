"""Draws what ``bpmn.drawing`` does not: scopes, events, loops and called processes."""

from collections.abc import Mapping
from dataclasses import replace

from engine.bpmn import compile_bpmn
from engine.definition import Process
from tests.unit.engine.bpmn.drawing import Flow, draw, draw_flow

START_END = '<startEvent id="s"/><endEvent id="e"/>'
ROOTS = (
    '<error id="err" errorCode="E"/><error id="err2" errorCode="F"/>'
    '<escalation id="esc" escalationCode="X"/><escalation id="esc2" escalationCode="Y"/>'
    '<signal id="sig" name="sig"/><signal id="sig2" name="sig2"/><message id="msg" name="msg"/>'
    '<message id="keyed" name="keyed"><extensionElements><kartabl:subscription correlationKey="=key"/>'
    "</extensionElements></message>"
)
TRIGGERS = {
    "timer": "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>",
    "cycle": "<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>",
    "message": '<messageEventDefinition messageRef="msg"/>',
    "keyed": '<messageEventDefinition messageRef="keyed"/>',
    "signal": '<signalEventDefinition signalRef="sig"/>',
    "signal2": '<signalEventDefinition signalRef="sig2"/>',
    "error": '<errorEventDefinition errorRef="err"/>',
    "error2": '<errorEventDefinition errorRef="err2"/>',
    "any-error": "<errorEventDefinition/>",
    "escalation": '<escalationEventDefinition escalationRef="esc"/>',
    "escalation2": '<escalationEventDefinition escalationRef="esc2"/>',
    "any-escalation": "<escalationEventDefinition/>",
    "compensation": "<compensateEventDefinition/>",
    "cancel": "<cancelEventDefinition/>",
    "terminate": "<terminateEventDefinition/>",
}


def trigger(name: str) -> str:
    """One of TRIGGERS, or "if …": a condition."""
    if name.startswith("if "):
        return f"<conditionalEventDefinition><condition>{name[3:]}</condition></conditionalEventDefinition>"
    return TRIGGERS[name]


def event(kind: str, id: str, *triggers: str, attributes: str = "", inside: str = "") -> str:
    """``kind``: start, end, intermediateCatch or intermediateThrow."""
    body = inside + "".join(trigger(name) for name in triggers)
    return f'<{kind}Event id="{id}" {attributes}>{body}</{kind}Event>'


def boundary(
    id: str, host: str, *triggers: str, interrupting: bool = True, attributes: str = "", inside: str = ""
) -> str:
    flag = f'attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}" {attributes}'
    return event("boundary", id, *triggers, attributes=flag, inside=inside)


def scope(id: str, elements: str, *flows: Flow, kind: str = "subProcess", attributes: str = "") -> str:
    drawn = "".join(draw_flow(flow) for flow in flows)
    return f'<{kind} id="{id}" {attributes}>{elements}{drawn}</{kind}>'


def around(id: str, element: str, inner: str, *, more: str = "", kind: str = "subProcess") -> str:
    """A scope: start → the one element (its id is ``inner``) → end; ``more``: anything beside."""
    ends = f'<startEvent id="{id}s"/><endEvent id="{id}e"/>'
    return scope(id, ends + element + more, f"{id}s>{inner}", f"{inner}>{id}e", kind=kind)


def event_scope(
    id: str, start: str, elements: str, inner: str, *, interrupting: bool = True, inside: str = ""
) -> str:
    """An event sub-process: the start event with that trigger → the one element → end."""
    flag = f'isInterrupting="{str(interrupting).lower()}"'
    begin = event("start", f"{id}s", start, attributes=flag, inside=inside)
    return scope(
        id,
        begin + elements + f'<endEvent id="{id}e"/>',
        f"{id}s>{inner}",
        f"{inner}>{id}e",
        attributes='triggeredByEvent="true"',
    )


def mapping(*entries: str) -> str:
    """``"input target source"`` or ``"output target source"``; a source is FEEL."""
    drawn = ""
    for entry in entries:
        kind, target, source = entry.split(" ", 2)
        drawn += f'<kartabl:{kind} source="={source}" target="{target}"/>'
    return f"<extensionElements><kartabl:ioMapping>{drawn}</kartabl:ioMapping></extensionElements>"


def instances(attributes: str = "", inside: str = "", *, sequential: bool = False) -> str:
    """Multi-instance characteristics."""
    flag = str(sequential).lower()
    return (
        f'<multiInstanceLoopCharacteristics isSequential="{flag}" {attributes}>{inside}'
        "</multiInstanceLoopCharacteristics>"
    )


def times(number: int | str) -> str:
    return f"<loopCardinality>{number}</loopCardinality>"


def call(id: str, called: str = "q", inside: str = "", attributes: str = "") -> str:
    return f'<callActivity id="{id}" calledElement="{called}" {attributes}>{inside}</callActivity>'


class Shelf:
    """A library of processes; a reference is ``key@1``."""

    def __init__(self) -> None:
        self.processes: dict[str, Process] = {}

    def pinned(self, key: str) -> str:
        self.processes[f"{key}@1"]
        return f"{key}@1"

    def load(self, reference: str) -> Process:
        return self.processes[reference]


def process(elements: str, *flows: Flow, roots: str = ROOTS, attributes: str = "") -> Process:
    (found,) = compile_bpmn(draw(elements, *flows, roots=roots, attributes=attributes))
    return found


def files_of(main: tuple, **called: tuple) -> dict[str, str]:
    """BPMN files by key: of the process "p" as (elements, *flows), and of those it can call."""
    drawn = {}
    for key, (elements, *flows) in {"p": main, **called}.items():
        xml = draw(elements, *flows, roots=ROOTS).decode()
        drawn[key] = xml.replace('process id="p"', f'process id="{key}"')
    return drawn


def loaded(files: Mapping[str, str]) -> Process:
    """The process "p" of the files, which can call those by their key."""
    shelf = Shelf()
    for key, xml in files.items():
        (found,) = compile_bpmn(xml.encode())
        shelf.processes[f"{key}@1"] = replace(found, library=shelf)
    return shelf.processes["p@1"]


def processes(main: tuple, **called: tuple) -> Process:
    return loaded(files_of(main, **called))
