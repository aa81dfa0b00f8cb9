"""Plays a process by node names. After every single command the state is stored and restored, and what is open

outside by the effects is compared with what the tokens wait for (``ledger``), and where a large loop is
stored in parts, the same command with only its own part must do the same (``partly``).
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from engine.definition import Process
from engine.feel.codec import from_json_tagged, to_json_tagged
from engine.runtime import (
    Execution,
    InstanceState,
    ReplayEntry,
    decode_state,
    encode_state,
    encode_trigger,
    execute,
    replay,
)
from engine.runtime.commands import Effect
from engine.runtime.events import Event
from engine.runtime.step import CalculatorCall
from engine.runtime.triggers import (
    Answer,
    CalculatorReturned,
    CompleteUserTask,
    FireTimer,
    MessageReceived,
    RetryIncident,
    SignalReceived,
    Start,
    Trigger,
)
from tests.unit.engine.runtime.ledger import Ledger, awaited, check_whole
from tests.unit.engine.runtime.partly import check_parts

NOW = datetime(2031, 3, 3, 9, tzinfo=UTC)


def stored_and_restored(state: InstanceState) -> InstanceState:
    """Through JSON text, as a database would."""
    tokens = json.loads(json.dumps(encode_state(state)))
    variables = from_json_tagged(json.loads(json.dumps(to_json_tagged(state.variables))))
    return decode_state(tokens, variables)


def returned_nothing(call: CalculatorCall, state: InstanceState) -> Answer:
    return CalculatorReturned(call.token, {})


class Player:
    """Gives commands to one instance; ``ask`` answers calculators."""

    def __init__(
        self,
        process: Process,
        variables: Mapping[str, Any] | None = None,
        *,
        by: str | None = None,
        zone: str = "UTC",
        ask: Callable[[CalculatorCall, InstanceState], Answer] = returned_nothing,
    ) -> None:
        self.process = process
        self.ask = ask
        self.state = InstanceState()
        self.recorded: list[ReplayEntry] = []
        self.events: list[Event] = []
        self.effects: list[Effect] = []
        self.ledger = Ledger()
        self.give(Start(variables=dict(variables or {}), by=by, zone=zone))

    def give(self, trigger: Trigger, now: datetime = NOW) -> Execution:
        before = stored_and_restored(self.state)
        done = execute(self.process, self.state, trigger, now, self.ask)
        assert self.state == before, "advance has changed the state it was given"
        answers = [encode_trigger(answer) for answer in done.answers]
        self.recorded.append(ReplayEntry(json.loads(json.dumps(encode_trigger(trigger))), now, answers))
        self.state = stored_and_restored(done.state)
        assert self.state == done.state, "the state does not survive being stored"
        self.effects = done.effects
        self.events += done.events
        check_parts(self.process, before, trigger, now, done)
        self.ledger.enter(trigger, done.effects)
        check_whole(self.state, self.process)
        assert self.ledger.open == awaited(self.state), "effects and state disagree about what is open"
        return done

    def replayed(self) -> InstanceState:
        return replay(self.process, self.recorded)

    def complete(self, node: str, data: Mapping[str, Any] | None = None, by: str | None = None) -> Execution:
        return self.give(CompleteUserTask(self.token_at(node), dict(data or {}), by))

    def complete_all(self, node: str, data: list[Mapping[str, Any]]) -> None:
        """One user task after the other, oldest first."""
        for token, each in zip(self.tokens("user-task", node), data, strict=True):
            self.give(CompleteUserTask(token, dict(each)))

    def fire(self, host: str, timer: str, due_at: datetime | None = None, now: datetime = NOW) -> Execution:
        return self.give(FireTimer(self.token_at(host), timer, due_at), now)

    def send(self, node: str, trigger: str, variables: Mapping[str, Any] | None = None) -> Execution:
        """A message for who waits at the node; "" is the process itself."""
        return self.give(MessageReceived(self.token_at(node) if node else 0, trigger, dict(variables or {})))

    def signal(self, name: str = "sig", variables: Mapping[str, Any] | None = None) -> Execution:
        return self.give(SignalReceived(name, dict(variables or {})))

    def retry(self, node: str) -> Execution:
        """The oldest incident at the node."""
        return self.give(RetryIncident(self.tokens("incident", node)[0]))

    def tokens(self, state: str, node: str = "") -> list[int]:
        """The tokens in that state, oldest first."""
        found = self.state.tokens.values()
        return [token.id for token in found if token.state == state and node in ("", token.node)]

    def token_at(self, node: str) -> int:
        """The oldest token at the node."""
        return next(token.id for token in self.state.tokens.values() if token.node == node)

    def waiting(self) -> list[str]:
        """The nodes of all tokens, in order of their names."""
        return sorted(token.node for token in self.state.tokens.values())

    def happened(self, kind: type) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def entered(self) -> list[str]:
        return [event.node for event in self.events if type(event).__name__ == "NodeEntered"]
