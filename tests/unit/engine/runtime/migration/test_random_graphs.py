"""Over random processes: to and fro between two versions with other ids, it ends as if it had stayed in one."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.runtime import InstanceState, encode_state
from engine.runtime.step import CalculatorCall
from engine.runtime.triggers import (
    Answer,
    BusinessErrorRaised,
    CalculatorReturned,
    MigrateInstance,
    UndoMigration,
)
from tests.unit.engine.bpmn.drawing import Flow, compiled
from tests.unit.engine.runtime.graphs import Graph, graph_of, plans
from tests.unit.engine.runtime.migration.versions import NEW, OLD, versions
from tests.unit.engine.runtime.playing import NOW, Player, stored_and_restored

RELAXED = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
MARK = "-new"


def ask(call: CalculatorCall, state: InstanceState) -> Answer:
    """Counts its calls in a variable of its own node, whatever version that is in, or refuses."""
    if call.calculator == "refuse":
        return BusinessErrorRaised(call.token, "no")
    name = bare(call.node)
    return CalculatorReturned(call.token, {name: state.variables.get(name, 0) + 1})


def bare(node: str) -> str:
    return node.removesuffix(MARK)


def renamed(graph: Graph) -> tuple[str, list[Flow]]:
    """The same drawing, all its nodes and flows under other ids."""
    elements = re.sub(r' (id|attachedToRef)="(\w+)"', rf' \1="\2{MARK}"', graph.elements)
    elements = re.sub(r' default="([a-z]+\d*)_([a-z]+\d*)"', rf' default="\1{MARK}_\2{MARK}"', elements)
    flows: list[Flow] = []
    for flow in graph.flows:
        path, *condition = (flow,) if isinstance(flow, str) else flow
        path = ">".join(f"{node}{MARK}" for node in path.split(">"))
        flows.append((path, condition[0]) if condition else path)
    return elements, flows


class Traveller(Player):
    """Plays all user tasks by their plan; between its commands it may go over to the other version."""

    def __init__(self, graph: Graph, data: st.DataObject | None) -> None:
        self.graph, self.data = graph, data
        elements, flows = renamed(graph)
        self.old, self.new = versions(compiled(graph.elements, *graph.flows), compiled(elements, *flows))
        super().__init__(self.old, graph.choices, ask=ask)

    def play(self) -> "Traveller":
        reminded: set[int] = set()
        while self.state.status == "active":
            self.travel()
            open_tasks = [token for token in self.state.tokens.values() if token.state == "user-task"]
            token = open_tasks[0]
            act = self.graph.acts[bare(token.node)]
            if token.catches and (act == "expire" or (act == "remind" and token.id not in reminded)):
                reminded.add(token.id)
                self.fire(token.node, token.catches[0].trigger)
            else:
                name = bare(token.node)
                done = self.state.variables.get(name, 0)
                self.complete(token.node, {name: done + 1}, by=f"person of {name}")
        return self

    def travel(self) -> None:
        """Stay, go over, or go over and take that back."""
        choice = self.data.draw(st.sampled_from(["stay", "go", "undo"])) if self.data else "stay"
        if choice == "stay":
            return
        before, came_from = stored_and_restored(self.state), self.process
        self.process = self.new if came_from is self.old else self.old
        names = (OLD, NEW) if came_from is self.old else (NEW, OLD)
        ids = [*self.old.nodes, *self.old.flows]
        pairs = zip(ids, [*self.new.nodes, *self.new.flows], strict=True)
        mapping = dict(pairs) if came_from is self.old else {new: old for old, new in pairs}
        self.give(MigrateInstance(*names, mapping))
        if choice == "undo":
            self.process = came_from
            timers = [
                [token.id, catch.trigger, NOW.isoformat()]
                for token in before.tokens.values()
                for catch in token.catches or ()
            ]
            self.give(UndoMigration(names[1], names[0], encode_state(before), timers))
            assert self.state == before


@RELAXED
@given(plan=plans, data=st.data())
def test_to_and_fro_it_ends_as_if_it_had_stayed(plan: tuple, data: st.DataObject) -> None:
    graph = graph_of(plan)
    stayed, went = Traveller(graph, None).play(), Traveller(graph, data).play()
    assert (went.state.status, went.state.tokens) == ("completed", {})
    assert went.state.variables == stayed.state.variables
    assert sorted(map(bare, went.entered())) == sorted(stayed.entered())
    completers = {bare(node): person for node, person in went.state.completers.items()}
    assert completers == stayed.state.completers
    went.process = went.old
    assert went.replayed() == went.state
