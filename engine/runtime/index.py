"""Which tokens a scope holds and who waits for what, found without looking at every token of a large case."""

from collections.abc import Iterable

from engine.runtime.instance_state import InstanceState, Token
from engine.runtime.scope import Catch


class Index:
    """Made from the state when it is first asked, then kept up to date by ``Run`` and ``catching``."""

    __slots__ = ("_inside", "_state", "_waiting")

    def __init__(self, state: InstanceState) -> None:
        self._state = state
        self._inside: dict[int, dict[int, None]] | None = None
        self._waiting: dict[str, set[int]] | None = None

    def tokens_in(self, scope: int) -> list[Token]:
        """Oldest first."""
        tokens = self._state.tokens
        return [tokens[number] for number in self._numbers().get(scope, ())]

    def is_empty(self, scope: int) -> bool:
        """Whether the scope holds no token."""
        return not self._numbers().get(scope)

    def begun(self, token: Token) -> None:
        """The token is new in the state."""
        if self._inside is not None:
            self._inside.setdefault(token.scope, {})[token.id] = None

    def removed(self, token: Token) -> None:
        """The token has left the state."""
        if self._inside is not None:
            del self._inside[token.scope][token.id]

    def waits(self, owner: int, catches: Iterable[Catch]) -> None:
        """``owner`` begins to wait for these."""
        if self._waiting is not None:
            for catch in catches:
                self._waiting.setdefault(catch.kind, set()).add(owner)

    def who_waits(self, kind: str) -> list[int]:
        """Who may wait for this kind of trigger, oldest first; some may do so no longer."""
        if self._waiting is None:
            self._waiting = {}
            for token in self._state.tokens.values():
                self.waits(token.id, token.catches or ())
            for owner, record in self._state.scopes.items():
                self.waits(owner, record.catches)
        return sorted(self._waiting.get(kind, ()))

    def _numbers(self) -> dict[int, dict[int, None]]:
        if self._inside is None:
            self._inside = {}
            for token in self._state.tokens.values():
                self._inside.setdefault(token.scope, {})[token.id] = None
        return self._inside
