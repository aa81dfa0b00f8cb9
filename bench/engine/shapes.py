"""The processes of the workloads as BPMN, in the words of each contender.

``feel``: Kartabl; ``python``: SpiffWorkflow; ``javascript``: bpmn-engine. A script doubles its item or sets 2.
"""

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:kartabl="urn:kartabl:bpmn:1" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:bench" id="d">"""
START, END = '<startEvent id="start"/>', '<endEvent id="end"/>'


def document(key: str, *elements: str) -> str:
    return f"{HEAD}{''.join(_of_messages(key))}{process(key, *elements)}</definitions>"


def process(key: str, *elements: str) -> str:
    return f'<process id="{key}" isExecutable="true">{"".join(elements)}</process>'


def _of_messages(key: str) -> list[str]:
    if key != "message":
        return []
    subscription = '<extensionElements><kartabl:subscription correlationKey="=order"/></extensionElements>'
    return [f'<message id="paid" name="paid">{subscription}</message>']


def flow(source: str, target: str, condition: str = "") -> str:
    return f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>'


def script(node: str, language: str, inside: str = "", item: str = "1") -> str:
    """A script task that doubles ``item``."""
    if language == "feel":
        head = f'<scriptTask id="{node}" scriptFormat="feel" kartabl:resultVariable="{node}">'
        return f"{head}{inside}<script>{item} * 2</script></scriptTask>"
    if language == "python":
        target = "result" if inside else node
        return f'<scriptTask id="{node}">{inside}<script>{target} = {item} * 2</script></scriptTask>'
    made = f"environment.services.count(); environment.output.{node} = 1 * 2; next();"
    return f'<scriptTask id="{node}" scriptFormat="javascript">{inside}<script>{made}</script></scriptTask>'


def user(node: str, inside: str = "", attributes: str = 'kartabl:role="expert"') -> str:
    return f'<userTask id="{node}" {attributes}>{inside}</userTask>'


def step(node: str, kind: str, language: str) -> str:
    """A node of the line or of a branch: ``user``, ``script`` or ``service``."""
    if kind == "user":
        return user(node)
    if kind == "service" and language == "feel":
        return f'<serviceTask id="{node}" kartabl:calculator="bench.double" kartabl:resultVariable="{node}"/>'
    return script(node, language)


def line(length: int, kind: str, language: str) -> str:
    """One node after another."""
    names = ["start", *(f"n{number}" for number in range(length)), "end"]
    nodes = [step(name, kind, language) for name in names[1:-1]]
    return document("line", START, *nodes, END, *map(flow, names, names[1:]))


def split(branches: int, kind: str, language: str) -> str:
    """A parallel split, a node in each branch, a join."""
    names = [f"n{number}" for number in range(branches)]
    gateways = '<parallelGateway id="fork"/><parallelGateway id="join"/>'
    flows = [flow("fork", name) + flow(name, "join") for name in names]
    nodes = [step(name, kind, language) for name in names]
    ends = flow("start", "fork") + flow("join", "end")
    return document("split", START, gateways, *nodes, END, ends, *flows)


def many(kind: str, language: str, times: int) -> str:
    """A parallel multi-instance activity over the list ``items``; its results are the list ``results``."""
    loop = "multiInstanceLoopCharacteristics"
    if language == "feel":
        inside = (
            f'<{loop} kartabl:collection="=items" kartabl:elementVariable="item"'
            f' kartabl:outputCollection="results" kartabl:outputElement="=item * 2"/>'
        )
    elif language == "python":
        outputs = '<loopDataOutputRef>results</loopDataOutputRef><outputDataItem id="result" name="result"/>'
        inputs = '<loopDataInputRef>items</loopDataInputRef><inputDataItem id="item" name="item"/>'
        inside = f"<{loop}>{inputs}{outputs}</{loop}>"
    else:
        inside = f'<{loop}><loopCardinality xsi:type="tExpression">{times}</loopCardinality></{loop}>'
    node = user("each", inside) if kind == "user" else script("each", language, inside, "item")
    return document("many", START, node, END, flow("start", "each"), flow("each", "end"))


def chain(depth: int, language: str) -> list[str]:
    """Processes of which each calls the next; the innermost runs a script. The outermost is the last."""
    flows = flow("start", "work") + flow("work", "end")
    found = [process("p0", START, script("work", language), END, flows)]
    for level in range(1, depth + 1):
        call = f'<callActivity id="work" calledElement="p{level - 1}"/>'
        found.append(process(f"p{level}", START, call, END, flows))
    return found


def timer() -> str:
    """A day passes, then a script runs."""
    wait = (
        '<intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>P1D</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
    )
    flows = flow("start", "wait") + flow("wait", "note") + flow("note", "end")
    return document("timer", START, wait, script("note", "feel"), END, flows)


def message() -> str:
    """Waits for the message ``paid`` of its order."""
    wait = '<intermediateCatchEvent id="wait"><messageEventDefinition messageRef="paid"/></intermediateCatchEvent>'
    return document("message", START, wait, END, flow("start", "wait") + flow("wait", "end"))
