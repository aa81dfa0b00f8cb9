"""More blocks for the random processes of ``graphs``: scopes, loops, calls, events, inclusive gateways."""

from hypothesis import strategies as st

from tests.unit.engine.bpmn.drawing import script, user
from tests.unit.engine.runtime.elements import (
    START_END,
    boundary,
    call,
    event,
    event_scope,
    instances,
    scope,
    times,
)
from tests.unit.engine.runtime.graphs import BUILDERS, LEAVES, Graph, blocks, build, caught, counting

Ends = tuple[str, str]
more_leaves = st.one_of(
    LEAVES,
    st.tuples(st.just("race"), st.sampled_from(["timer", "message"])),
    st.just(("call",)),
)


def scopes(parts: st.SearchStrategy[tuple]) -> st.SearchStrategy[tuple]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        blocks(parts),
        st.tuples(st.just("inclusive"), several, st.integers(1, 7)),
        st.tuples(st.just("scope"), parts),
        st.tuples(st.just("many"), parts, st.integers(0, 3), st.booleans()),
        st.tuples(st.just("again"), parts, st.integers(1, 2)),
        st.tuples(st.just("helped"), parts),
        st.tuples(st.just("guarded"), parts, st.sampled_from(["timer", "message"]), st.booleans()),
        st.tuples(st.just("failing"), parts),
    )


scoped_plans = st.recursive(more_leaves, scopes, max_leaves=6)


def _race(graph: Graph, winner: str) -> Ends:
    gateway = graph.add("g", '<eventBasedGateway id="{}"/>')
    merge = graph.add("m", '<exclusiveGateway id="{}"/>')
    for kind in ("timer", "message"):
        caught_by = graph.add("c", event("intermediateCatch", "{}", kind))
        graph.chain(gateway, caught_by, counting(graph), merge)
        if kind == winner:
            graph.acts[gateway] = caught_by
    return gateway, merge


def _call(graph: Graph) -> Ends:
    """The called process writes constants: what several instances write is then the same in any order."""
    node = graph.add("k", "")
    graph.elements += call(node, f"q_{node}")
    task = f"u_{node}"
    graph.called[f"q_{node}"] = (
        START_END + user(task) + script("n", "1", f"n_{node}"),
        f"s>{task}",
        f"{task}>n",
        "n>e",
    )
    graph.acts[task] = "constant"
    return node, node


def _inclusive(graph: Graph, parts: tuple, mask: int) -> Ends:
    split, join = (graph.add("i", '<inclusiveGateway id="{}"/>') for _ in "ab")
    taken = [bool(mask >> number & 1) for number in range(len(parts))]
    for part, is_taken in zip(parts, taken, strict=True):
        first, last = build(graph, part)
        graph.flows.append((f"{split}>{first}", str(is_taken or not any(taken)).lower()))
        graph.chain(last, join)
    return split, join


def inside(
    graph: Graph,
    part: tuple,
    *,
    more: str = "",
    end: str = "",
    kind: str = "subProcess",
    cancel: bool = False,
) -> str:
    """A sub-process around the part; ``end``: what its end event throws, ``cancel``: or a cancel end event."""
    inner = Graph(
        acts=graph.acts,
        choices=graph.choices,
        urgent=graph.urgent,
        called=graph.called,
        count=graph.count + 1,
    )
    node = f"x{inner.count}"
    first, last = build(inner, part)
    inner.flows += [f"{node}s>{first}", f"{last}>{node}e"]
    ends = event("start", f"{node}s") + (event("end", f"{node}e", end) if end else event("end", f"{node}e"))
    if cancel:
        inner.flows[-1:] = [f"{last}>{node}g", f"{node}g>{node}e", (f"{node}g>{node}c", "cancelled = true")]
        ends += f'<exclusiveGateway id="{node}g" default="{node}g_{node}e"/>' + event(
            "end", f"{node}c", "cancel"
        )
    graph.elements += scope(node, ends + inner.elements + more, *inner.flows, kind=kind)
    graph.count, graph.takes_away = inner.count, graph.takes_away or inner.takes_away
    return node


def _scope(graph: Graph, part: tuple) -> Ends:
    node = inside(graph, part)
    return node, node


def _many(graph: Graph, part: tuple, number: int, is_sequential: bool) -> Ends:
    node = inside(graph, part, more=instances(inside=times(number), sequential=is_sequential))
    return node, node


def _again(graph: Graph, part: tuple, rounds: int) -> Ends:
    node = inside(graph, part, more=f'<standardLoopCharacteristics loopMaximum="{rounds}"/>')
    return node, node


def _helped(graph: Graph, part: tuple) -> Ends:
    """An event sub-process beside, begun at once."""
    graph.count += 1
    name = f"h{graph.count}"
    graph.urgent.add(f"{name}s")
    graph.acts[f"u_{name}"] = "complete"
    sub = event_scope(name, "message", user(f"u_{name}"), f"u_{name}", interrupting=False)
    node = inside(graph, part, more=sub)
    return node, node


def _guarded(graph: Graph, part: tuple, trigger: str, interrupting: bool) -> Ends:
    """A boundary event that happens at once."""
    node = inside(graph, part)
    guard = graph.add("b", boundary("{}", node, trigger, interrupting=interrupting))
    graph.urgent.add(guard)
    if interrupting:
        graph.takes_away = True
        return caught(graph, node, guard)
    graph.chain(guard, counting(graph), graph.add("e", '<endEvent id="{}"/>'))
    return node, node


def _failing(graph: Graph, part: tuple) -> Ends:
    node = inside(graph, part, end="error")
    graph.takes_away = True
    return caught(graph, node, graph.add("b", boundary("{}", node, "any-error")))


BUILDERS.update(
    race=_race, call=_call, inclusive=_inclusive, scope=_scope, many=_many, again=_again, helped=_helped,
    guarded=_guarded, failing=_failing,
)  # fmt: skip
