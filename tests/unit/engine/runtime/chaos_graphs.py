"""Blocks for processes to which anything may happen: compensation, ad-hoc work, conditions, complex gateways."""

from hypothesis import strategies as st

from tests.unit.engine.bpmn.drawing import script, user
from tests.unit.engine.runtime.elements import boundary, event, event_scope, scope
from tests.unit.engine.runtime.graphs import BUILDERS, Graph, blocks, build, counting
from tests.unit.engine.runtime.scope_graphs import Ends, inside, more_leaves, scopes

_LEAVES = st.one_of(
    more_leaves, st.sampled_from([("ad-hoc",), ("undoable",), ("undo",), ("watched",), ("job",)])
)


def _blocks(parts: st.SearchStrategy[tuple]) -> st.SearchStrategy[tuple]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        blocks(parts),
        scopes(parts),
        st.tuples(st.just("some"), several),
        st.tuples(st.just("transaction"), parts),
        st.tuples(st.just("rescued"), parts, st.sampled_from(["error", "signal", "escalation", "if go"])),
    )


_parts = st.recursive(_LEAVES, _blocks, max_leaves=6)
chaotic_plans = st.tuples(
    st.sampled_from(["sequence", "parallel"]), st.lists(_parts, min_size=2, max_size=4).map(tuple)
)


def _ad_hoc(graph: Graph) -> Ends:
    node = graph.add("a", "")
    tasks = user(f"{node}a") + user(f"{node}b") + script(f"{node}c", "1", "go")
    condition = "<completionCondition>go = 1</completionCondition>"
    graph.elements += scope(node, tasks + condition, f"{node}a>{node}c", kind="adHocSubProcess")
    return node, node


def _undoable(graph: Graph) -> Ends:
    node = graph.add("d", user("{}"))
    handler = user(f"un_{node}").replace("id=", 'isForCompensation="true" id=')
    graph.elements += boundary(f"bc_{node}", node, "compensation") + handler
    graph.elements += f'<association id="as_{node}" sourceRef="bc_{node}" targetRef="un_{node}"/>'
    return node, node


def _undo(graph: Graph) -> Ends:
    node = graph.add("w", event("intermediateThrow", "{}", "compensation"))
    return node, node


def _watched(graph: Graph) -> Ends:
    """Boundary events of every kind, none of which interrupts."""
    node = graph.add("u", user("{}"))
    for trigger in ("if go", "signal", "cycle", "message"):
        guard = graph.add("b", boundary("{}", node, trigger, interrupting=False))
        graph.chain(guard, counting(graph), graph.add("e", '<endEvent id="{}"/>'))
    return node, node


def _job(graph: Graph) -> Ends:
    node = graph.add("j", '<serviceTask id="{}" kartabl:connector="sms"/>')
    return node, node


def _some(graph: Graph, parts: tuple) -> Ends:
    """A complex gateway that waits for two of the branches."""
    fork = graph.add("p", '<parallelGateway id="{}"/>')
    condition = "<activationCondition>activationCount &gt;= 2</activationCondition>"
    join = graph.add("y", f'<complexGateway id="{{}}">{condition}</complexGateway>')
    for part in parts:
        first, last = build(graph, part)
        graph.chain(fork, first)
        graph.chain(last, join)
    return fork, join


def _transaction(graph: Graph, part: tuple) -> Ends:
    """A person decides whether it is cancelled."""
    node = inside(graph, ("sequence", (("undoable",), part)), kind="transaction", cancel=True)
    merge = graph.add("m", '<exclusiveGateway id="{}"/>')
    graph.chain(node, merge)
    graph.chain(graph.add("b", boundary("{}", node, "cancel")), counting(graph), merge)
    return node, merge


def _rescued(graph: Graph, part: tuple, trigger: str) -> Ends:
    """An interrupting event sub-process, which undoes what has been done."""
    graph.count += 1
    name = f"r{graph.count}"
    throw = event("intermediateThrow", f"{name}t", "compensation")
    sub = event_scope(name, trigger, throw + user(f"{name}u"), f"{name}t")
    sub = sub.replace(f'targetRef="{name}e"', f'targetRef="{name}u"').replace(
        "</subProcess>",
        f'<sequenceFlow id="{name}l" sourceRef="{name}u" targetRef="{name}e"/></subProcess>',
    )
    node = inside(graph, part, more=sub)
    return node, node


BUILDERS.update(
    {
        "ad-hoc": _ad_hoc, "undoable": _undoable, "undo": _undo, "watched": _watched, "job": _job,
        "some": _some, "transaction": _transaction, "rescued": _rescued,
    }
)  # fmt: skip
