"""One migration in progress: the run, both versions, and what it leads to."""

from collections.abc import Mapping
from datetime import datetime

from engine.definition import Node, Process
from engine.runtime.commands import Effect
from engine.runtime.instance_state import Token
from engine.runtime.migration.counterparts import Counterparts
from engine.runtime.migration.reasons import Reasons
from engine.runtime.run import Run
from engine.runtime.scope import Scope


class Transfer:
    """``run.process`` is the new version. ``dues``: when the open timers are due, by owner and trigger.

    ``closing`` comes before ``opening``: events may take one another's names.
    """

    __slots__ = ("closing", "counterparts", "dues", "opening", "own", "reasons", "run", "source")

    def __init__(
        self, run: Run, source: Process, mapping: Mapping[str, str], dues: Mapping[tuple[int, str], datetime]
    ) -> None:
        self.run, self.source, self.dues = run, source, dues
        self.counterparts = Counterparts(source, run.process, mapping)
        self.reasons = Reasons()
        self.closing: list[Effect] = []
        self.opening: list[Effect] = []
        self.own = [token for token in run.state.tokens.values() if not run.called(token)]

    def own_scopes(self) -> list[tuple[int, Scope]]:
        """Owner and record of the process and of its tokens, without those inside of called processes."""
        tokens = {token.id for token in self.own}
        return [
            (owner, each) for owner, each in self.run.state.scopes.items() if not owner or owner in tokens
        ]

    def before(self, token: Token) -> Node:
        """The node of the old version at which the token stood."""
        return self.source.nodes[token.node]

    def after(self, token: Token) -> Node | None:
        """The node of the new version that stands for it."""
        return self.run.process.nodes.get(self.counterparts.of(token.node))
