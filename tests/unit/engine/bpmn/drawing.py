"""Draws small BPMN files for tests: elements as XML, flows as ``"a>b"`` or ``("a>b", "condition")``."""

from xml.sax.saxutils import escape

from engine.bpmn import compile_bpmn
from engine.definition import Process
from engine.errors import DefinitionError, Problem

_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:kartabl="urn:kartabl:bpmn:1" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="file" targetNamespace="urn:test">'
)
TIMER = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
CONDITION = "<conditionalEventDefinition><condition>a &gt; 1</condition></conditionalEventDefinition>"
ROOTS = (
    '<message id="msg" name="order"/><message id="nameless"/><signal id="sig" name="alarm"/>'
    '<error id="err" errorCode="E1"/><error id="any"/>'
    '<escalation id="esc" escalationCode="X1"/><escalation id="all"/>'
)
START_END = '<startEvent id="s"/><endEvent id="e"/>'
Flow = str | tuple[str, str]


def draw(elements: str, *flows: Flow, roots: str = "", attributes: str = "") -> bytes:
    """A file with one executable process "p"; the flow from a to b has the id "a_b"."""
    drawn = "".join(draw_flow(flow) for flow in flows)
    process = f'<process id="p" isExecutable="true" {attributes}>{elements}{drawn}</process>'
    return f"{_HEAD}{roots}{process}</definitions>".encode()


def between(element: str, *flows: Flow, roots: str = "", attributes: str = "") -> bytes:
    """Start → the element "x" → end, and what else is given."""
    return draw(START_END + element, "s>x", "x>e", *flows, roots=roots, attributes=attributes)


def compiled(elements: str, *flows: Flow, roots: str = "", attributes: str = "") -> Process:
    (process,) = compile_bpmn(draw(elements, *flows, roots=roots, attributes=attributes))
    return process


def problems_of(xml: bytes) -> list[Problem]:
    """Nothing when the file is accepted."""
    try:
        compile_bpmn(xml)
    except DefinitionError as error:
        return error.problems
    return []


def rules_of(xml: bytes) -> set[tuple[str, str]]:
    """The (element id, rule) pairs a file breaks."""
    return {(problem.element_id, problem.rule) for problem in problems_of(xml)}


def user(node: str, attributes: str = 'kartabl:role="clerk"', inside: str = "") -> str:
    return f'<userTask id="{node}" {attributes}>{inside}</userTask>'


def script(node: str, text: str, result: str = "") -> str:
    variable = f'kartabl:resultVariable="{result}"' if result else ""
    return (
        f'<scriptTask id="{node}" scriptFormat="feel" {variable}><script>{escape(text)}</script></scriptTask>'
    )


def timer(node: str, host: str, body: str, *, interrupting: bool = True, attributes: str = "") -> str:
    """``body``: ``<timeDuration>PT1H</timeDuration>`` or another kind."""
    flag = "true" if interrupting else "false"
    return (
        f'<boundaryEvent id="{node}" attachedToRef="{host}" cancelActivity="{flag}" {attributes}>'
        f"<timerEventDefinition>{body}</timerEventDefinition></boundaryEvent>"
    )


def event(kind: str, node: str, definitions: str = "", attributes: str = "") -> str:
    """``definitions``: such as ``signal signalRef='go'``, several separated by ``|``, or XML."""
    inside = "".join(
        part
        if part.startswith("<")
        else f"<{part.replace(' ', 'EventDefinition ', 1)}/>"
        if " " in part
        else f"<{part}EventDefinition/>"
        for part in definitions.split("|")
        if part
    )
    return f'<{kind} id="{node}" {attributes}>{inside}</{kind}>'


def sub_process(node: str, inside: str, *flows: Flow, tag: str = "subProcess", attributes: str = "") -> str:
    drawn = "".join(draw_flow(flow) for flow in flows)
    return f'<{tag} id="{node}" {attributes}>{inside}{drawn}</{tag}>'


def event_sub_process(trigger: str, attributes: str = "") -> str:
    """ "h" with the start event "hs", triggered by what ``event`` draws, and the end event "he"."""
    inside = event("startEvent", "hs", trigger, attributes) + '<endEvent id="he"/>'
    return sub_process("h", inside, "hs>he", attributes='triggeredByEvent="true"')


def draw_flow(flow: Flow) -> str:
    path, condition = (flow, "") if isinstance(flow, str) else flow
    source, target = path.split(">")
    inside = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inside}</sequenceFlow>'
