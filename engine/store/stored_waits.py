"""What the stored tokens of a case wait for, against the rows that wait for them; pure, on the stored JSON.

It reads the stored form itself and not through ``InstanceState``: it shall also judge what that cannot read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Wait = tuple[int, str, str]  # token, trigger, kind
OF_ROWS = {"user-task": "user_tasks", "connector": "connectors", "incident": "incidents"}
HOLDERS = frozenset({"scope", "loop", "compensation"})  # wait for tokens that they hold
JOINS = frozenset({"join", "reset"})  # may wait for ever (BPMN 13.4.1)
TIMERS_OF_FORMAT_1 = "timers"


@dataclass(slots=True)
class WaitingRows:
    """Rows of one case that is not over: tokens, or (token, trigger, kind)."""

    user_tasks: set[int] = field(default_factory=set)
    connectors: set[int] = field(default_factory=set)
    incidents: set[int] = field(default_factory=set)
    failed_jobs: set[int] = field(default_factory=set)
    waits: set[Wait] = field(default_factory=set)


def faults_of(state: Mapping[str, Any], found: WaitingRows, ad_hoc: frozenset[str]) -> Iterator[str]:
    """Every contradiction in words. ``ad_hoc``: ids of nodes at which people choose what to do next."""
    tokens = {token["id"]: token for token in state["tokens"]}
    if not tokens:
        yield "is active without a token"
    for token in tokens.values():
        yield from _faults_of_token(token, tokens, found, ad_hoc)
    wanted = {wait for wait in waits_of(state) if wait[2] != "condition"}
    for token_id, trigger, kind in sorted(wanted - found.waits):
        yield f"token {token_id} waits for the {kind} {trigger}, which has no row"
    for token_id, trigger, kind in sorted(found.waits - wanted):
        yield f"the row of the {kind} {trigger} of token {token_id} is waited for by nobody"
    yield from _faults_of_rows(tokens, found)


def waits_of(state: Mapping[str, Any]) -> Iterator[Wait]:
    """Every trigger that is still waited for, by tokens and by scopes; a condition has no row."""
    for token in state["tokens"]:
        yield from _open(token["id"], token)
    for owner, scope in state.get("scopes", ()):
        yield from _open(owner, scope)


def waits_at_joins_only(state: Mapping[str, Any]) -> bool:
    """Nothing can go on by itself: every token waits for another one that does not come."""
    waiting = [token for token in state["tokens"] if token["state"] not in HOLDERS]
    return bool(waiting) and all(token["state"] in JOINS for token in waiting) and not any(waits_of(state))


def _open(number: int, owner: Mapping[str, Any]) -> Iterator[Wait]:
    """A catch is [trigger, kind, key, is met, …], without what is as usual at the end."""
    if TIMERS_OF_FORMAT_1 in owner:
        yield from ((number, name, "timer") for name, *_ in owner[TIMERS_OF_FORMAT_1])
    for trigger, kind, *rest in owner.get("catches", ()):
        is_met = len(rest) > 1 and rest[1]
        if kind == "condition" or not is_met:
            yield number, trigger, kind


def _faults_of_token(
    token: Mapping[str, Any], tokens: Mapping[int, Any], found: WaitingRows, ad_hoc: frozenset[str]
) -> Iterator[str]:
    number, node, state = token["id"], token["node"], token["state"]
    if state in OF_ROWS:
        if number not in getattr(found, OF_ROWS[state]):
            yield f"token {number} at {node} waits as {state} and has no such row"
    elif state == "event":
        if not any(_open(number, token)):
            yield f"token {number} at {node} waits for nothing"
    elif state in HOLDERS:
        if node not in ad_hoc and not any(other.get("scope", 0) == number for other in tokens.values()):
            yield f"token {number} at {node} ({state}) holds no token"
    elif state not in JOINS:
        yield f"token {number} at {node} is in the state {state}, in which none can stay"


def _faults_of_rows(tokens: Mapping[int, Any], found: WaitingRows) -> Iterator[str]:
    for state, rows in (("user-task", found.user_tasks), ("connector", found.connectors)):
        for number in sorted(rows - {token["id"] for token in tokens.values() if token["state"] == state}):
            yield f"a {state} row waits for token {number}, which does not wait for it"
    for number in sorted(found.incidents - tokens.keys() - {0}):
        yield f"an incident is open at token {number}, which there is not"
    for number in sorted(found.failed_jobs - found.incidents):
        yield f"a job of token {number} was set aside without an open incident"
