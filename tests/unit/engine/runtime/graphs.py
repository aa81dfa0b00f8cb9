"""Random well-formed processes for Hypothesis: nested blocks, and free graphs of gateways and tasks."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from tests.unit.engine.bpmn.drawing import Flow, script, timer, user

# A plan is a nested tuple: its kind, then its parts.
LEAVES = st.sampled_from([("user",), ("script",), ("service",), ("reminded",), ("overdue",), ("refused",)])
_HOUR = "<timeDuration>PT1H</timeDuration>"


def blocks(parts: st.SearchStrategy[tuple]) -> st.SearchStrategy[tuple]:
    some = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.tuples(st.just("sequence"), some),
        st.tuples(st.just("parallel"), some),
        st.tuples(st.just("exclusive"), some, st.integers(0, 2)),
        st.tuples(st.just("loop"), parts, st.integers(1, 2)),
    )


plans = st.recursive(LEAVES, blocks, max_leaves=8)


@dataclass
class Graph:
    """``acts``: user task → "complete", "remind" (then complete) or "expire"; gateway → the event that happens.

    ``choices``: start variables. ``urgent``: events that happen as soon as they are waited for. ``called``:
    processes by key. ``takes_away``: whether anything interrupts what is under way.
    """

    elements: str = ""
    flows: list[Flow] = field(default_factory=list)
    acts: dict[str, str] = field(default_factory=dict)
    choices: dict[str, Any] = field(default_factory=dict)
    count: int = 0
    urgent: set[str] = field(default_factory=set)
    called: dict[str, tuple] = field(default_factory=dict)
    takes_away: bool = False

    def add(self, letter: str, element: str) -> str:
        """A new node; ``{}`` in the element becomes its id."""
        self.count += 1
        node = f"{letter}{self.count}"
        self.elements += element.replace("{}", node)
        return node

    def chain(self, *nodes: str) -> None:
        self.flows += [f"{a}>{b}" for a, b in pairwise(nodes)]


def graph_of(plan: tuple) -> Graph:
    """The whole process of a plan."""
    graph = Graph('<startEvent id="s"/><endEvent id="e"/>')
    first, last = build(graph, plan)
    graph.chain("s", first)
    graph.chain(last, "e")
    return graph


def build(graph: Graph, plan: tuple) -> tuple[str, str]:
    """The first and the last node of the block."""
    return BUILDERS[plan[0]](graph, *plan[1:])


def counting(graph: Graph) -> str:
    return graph.add("n", script("{}", "(if {} = null then 0 else {}) + 1", "{}"))


def _script(graph: Graph) -> tuple[str, str]:
    node = counting(graph)
    return node, node


def _service(graph: Graph) -> tuple[str, str]:
    node = graph.add("c", '<serviceTask id="{}" kartabl:calculator="count"/>')
    return node, node


def user_task(graph: Graph) -> tuple[str, str]:
    node = graph.add("u", user("{}"))
    graph.acts[node] = "complete"
    return node, node


def _reminded(graph: Graph) -> tuple[str, str]:
    node, _ = user_task(graph)
    graph.acts[node] = "remind"
    event = graph.add("t", timer("{}", node, _HOUR, interrupting=False))
    end = graph.add("e", '<endEvent id="{}"/>')
    graph.chain(event, counting(graph), end)
    return node, node


def _overdue(graph: Graph) -> tuple[str, str]:
    node, _ = user_task(graph)
    graph.acts[node] = "expire"
    return caught(graph, node, graph.add("t", timer("{}", node, _HOUR)))


def _refused(graph: Graph) -> tuple[str, str]:
    node = graph.add("c", '<serviceTask id="{}" kartabl:calculator="refuse"/>')
    event = f'<boundaryEvent id="{{}}" attachedToRef="{node}"><errorEventDefinition/></boundaryEvent>'
    return caught(graph, node, graph.add("b", event))


def caught(graph: Graph, node: str, event: str) -> tuple[str, str]:
    merge = graph.add("m", '<exclusiveGateway id="{}"/>')
    graph.chain(node, merge)
    graph.chain(event, counting(graph), merge)
    return node, merge


def _sequence(graph: Graph, parts: tuple) -> tuple[str, str]:
    built = [build(graph, part) for part in parts]
    for (_, last), (first, _) in pairwise(built):
        graph.chain(last, first)
    return built[0][0], built[-1][1]


def _parallel(graph: Graph, parts: tuple) -> tuple[str, str]:
    fork, join = (graph.add("p", '<parallelGateway id="{}"/>') for _ in "ab")
    for part in parts:
        first, last = build(graph, part)
        graph.chain(fork, first)
        graph.chain(last, join)
    return fork, join


def _exclusive(graph: Graph, parts: tuple, choice: int) -> tuple[str, str]:
    split = f"x{graph.count + 1}"
    firsts = []
    graph.count += 1
    merge = graph.add("m", '<exclusiveGateway id="{}"/>')
    for number, part in enumerate(parts):
        first, last = build(graph, part)
        firsts.append(first)
        graph.chain(last, merge)
        graph.flows.append(
            (f"{split}>{first}", f"choice_{split} = {number}") if number else f"{split}>{first}"
        )
    graph.choices[f"choice_{split}"] = choice
    graph.elements += f'<exclusiveGateway id="{split}" default="{split}_{firsts[0]}"/>'
    return split, merge


def _loop(graph: Graph, body: tuple, times: int) -> tuple[str, str]:
    merge = graph.add("m", '<exclusiveGateway id="{}"/>')
    first, last = build(graph, body)
    counter = counting(graph)
    split = f"x{graph.count + 1}"
    graph.count += 1
    after = graph.add("m", '<task id="{}"/>')
    graph.elements += f'<exclusiveGateway id="{split}" default="{split}_{after}"/>'
    graph.chain(merge, first)
    graph.chain(last, counter, split, after)
    graph.flows.append((f"{split}>{merge}", f"{counter} <= {times}"))
    return merge, after


BUILDERS = {
    "user": user_task,
    "script": _script,
    "service": _service,
    "reminded": _reminded,
    "overdue": _overdue,
    "refused": _refused,
    "sequence": _sequence,
    "parallel": _parallel,
    "exclusive": _exclusive,
    "loop": _loop,
}


@st.composite
def free_graphs(draw: st.DrawFn) -> tuple[str, list[Flow]]:
    """Any wiring of user tasks, exclusive gateways that always choose the same way, and parallel gateways.

    A chain through all nodes makes every one reachable; each gateway gets one or two more flows out.
    """
    kinds = draw(st.lists(st.sampled_from("uuxpp"), min_size=3, max_size=8))
    chain = [f"{kind}{number}" for number, kind in enumerate(kinds)] + ["e"]
    edges = set(pairwise(chain))
    for node in chain:
        for _ in range(draw(st.integers(1, 2)) if node[0] in "xp" else 0):
            edges.add((node, draw(st.sampled_from(chain))))
    elements = '<startEvent id="s"/><endEvent id="e"/>'
    flows: list[Flow] = [f"s>{chain[0]}"]
    for node in chain[:-1]:
        targets = sorted(target for source, target in edges if source == node)
        elements += _free_element(node, targets)
        flows += _free_flows(node, targets)
    return elements, flows


def _free_element(node: str, targets: list[str]) -> str:
    if node[0] == "u":
        return user(node)
    if node[0] == "p":
        return f'<parallelGateway id="{node}"/>'
    default = f'default="{node}_{targets[0]}"' if len(targets) > 1 else ""
    return f'<exclusiveGateway id="{node}" {default}/>'


def _free_flows(node: str, targets: list[str]) -> list[Flow]:
    if node[0] != "x":
        return [f"{node}>{target}" for target in targets]
    first, *others = targets
    asked: list[Flow] = [(f"{node}>{target}", str(len(targets) == 3).lower()) for target in others]
    return [f"{node}>{first}", *asked]
