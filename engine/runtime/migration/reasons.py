"""Why an instance cannot go over to another version, and what it is told when it can."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Group = Literal["safe", "needs-a-choice", "impossible"]

TOLD = {
    "called-process-stays": "the process called there goes on in the version it was called in",
    "deadline-kept": "the deadline or the priority is another one now; what is open keeps its own",
    "event-added": "it waits for {event} as well",
    "event-changed": "what {event} waits for is another thing now; it begins to wait anew",
    "event-removed": "it waits for {event} no longer",
    "form-content": 'the form "{form}" has other contents',
    "form-changed": 'the form "{before}" becomes "{after}"',
    "goes-on": "the case goes on at once, because what it waited for is there in the new version",
    "loop-told": "the loop goes on by the new conditions",
    "outcomes-changed": "the outcomes to choose from are others now: {after}",
    "role-changed": 'the role "{before}" becomes "{after}"',
    "assignment-changed": "the unit or the person is found in another way; who has taken it keeps it",
    "separation-changed": "who may not do it because of earlier steps is another person now",
    "timer-added": "the deadline {event} is added and counts from the migration on",
    "timer-changed": "the deadline {event} is another one now and counts from the migration on",
    "timer-removed": "the deadline {event} is gone",
}
CHOICES = {"node-missing": "it is not in the new version; it could go on at: {candidates}"}
IMPOSSIBLE = {
    "already-there": "it runs in the new version already",
    "called-process-changed": 'the called process "{before}" becomes "{after}" while the call is under way',
    "cannot-evaluate": "the new version cannot be worked out for this case ({failure})",
    "completers-clash": "two steps done by different persons become one step, and a later one must know both",
    "connector-changed": 'the call of "{before}" is under way, and the new version calls "{after}"',
    "failed": "an unexpected fault ({failure}); the log of the server tells more",
    "flow-missing": 'a token waits that came by "{flow}", and there is no such way in the new version',
    "handler-missing": 'what undoes "{activity}" is not in the new version',
    "loop-changed": "the loop is of another kind, and is under way",
    "moved-since": "the case has gone on since it was migrated",
    "nesting-changed": "it lies in another sub-process now",
    "node-type": "it was {before} and is {after} now",
    "not-running": "the case does not run in the old version (any more)",
    "nothing-to-wait-for": "what it waits for can never come in the new version",
    "no-candidate": "it is not in the new version, and nothing of its kind is in its place",
    "too-late": "what is needed to undo it is kept for a time only, and has been forgotten",
    "undone-before": "the migration was undone before its turn came",
    "went-on": "the migration itself let the case go on, and what happened then cannot be taken back",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """``node``: id in the old version, empty for the case as a whole; ``params``: JSON values for the words."""

    code: str
    node: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def group(self) -> Group:
        """Where this reason alone puts an instance."""
        if self.code in TOLD:
            return "safe"
        return "needs-a-choice" if self.code in CHOICES else "impossible"

    @property
    def candidates(self) -> tuple[str, ...]:
        """Ids of the new version among which the choice is."""
        return tuple(self.params.get("candidates", ()))

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "node": self.node, "params": dict(self.params)}

    def __str__(self) -> str:
        words = {**TOLD, **CHOICES, **IMPOSSIBLE}[self.code]
        shown = {
            name: ", ".join(map(str, value)) if isinstance(value, list) else value or "none"
            for name, value in self.params.items()
        }
        return f"{self.node}: {words.format_map(shown)}" if self.node else words.format_map(shown)


def reasons_from_json(stored: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """The inverse of ``Reason.as_json``."""
    return tuple(Reason(each["code"], each["node"], each["params"]) for each in stored)


def group_of(reasons: Iterable[Reason]) -> Group:
    """The worst of all reasons decides."""
    groups = {reason.group for reason in reasons}
    if "impossible" in groups:
        return "impossible"
    return "needs-a-choice" if "needs-a-choice" in groups else "safe"


class Reasons:
    """Collects reasons; the same one is told once, however many tokens it holds for."""

    __slots__ = ("_found",)

    def __init__(self) -> None:
        self._found: dict[str, Reason] = {}

    def add(self, code: str, node: str = "", **params: Any) -> None:
        reason = Reason(code, node, params)
        self._found.setdefault(repr((code, node, sorted(params.items()))), reason)

    def __iter__(self) -> Iterator[Reason]:
        return iter(self._found.values())

    @property
    def are_blocking(self) -> bool:
        return group_of(self) != "safe"
