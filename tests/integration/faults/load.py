"""People who order and decide through the HTTP API, and do not give up when the server dies."""

import hashlib
import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.e2e.visitor import PASSWORD

LOAN = {
    "bank_name": "melli",
    "branch": "مرکزی",
    "amount": "450000000",
    "instalments": 36,
    "has_guarantor": False,
}
BROKEN = (OSError, http.client.HTTPException, json.JSONDecodeError)
AGAIN = {429, 503}
PATIENCE = 40
MOST_OPEN = 6  # requests that wait for a decision; who orders faster waits
Answer = tuple[int, Any]


@dataclass(frozen=True)
class Act:
    """A command that was accepted, as it was sent, and its answer."""

    key: str
    path: str
    body: dict[str, Any]
    answer: Answer

    @property
    def command_id(self) -> str:
        """Under which the engine keeps it (decision 0091)."""
        return "api:" + hashlib.sha256(self.key.encode()).hexdigest()

    @property
    def is_order(self) -> bool:
        return self.path.endswith("/requests")

    @property
    def code(self) -> str:
        return str(self.answer[1]["tracking_code"])


@dataclass
class Ledger:
    """What the server has accepted, how often it was asked, and what it should not have answered."""

    acts: list[Act] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    surprises: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1

    @property
    def orders(self) -> int:
        return sum(act.is_order for act in self.acts)

    @property
    def open_orders(self) -> int:
        """Ordered and not yet approved by two people."""
        acts = [*self.acts]
        orders = sum(act.is_order for act in acts)
        return orders - (len(acts) - orders) // 2


class Caller:
    """A person with a bearer token."""

    def __init__(self, port: int, username: str, ledger: Ledger) -> None:
        self.port, self.username, self.ledger, self.token = port, username, ledger, ""
        status, answer = self.insist("POST", "/tokens", {"username": username, "password": PASSWORD})
        assert status == 201, answer
        self.token = answer["token"]
        self.acts: list[Act] = []

    def read(self, path: str) -> Answer:
        return self.insist("GET", path)

    def act(self, path: str, body: dict[str, Any]) -> Answer:
        """Carry out one command; what is accepted goes into the ledger."""
        key = str(uuid4())
        answer = self.insist("POST", path, body, key)
        if answer[0] in (200, 201):
            self.acts.append(Act(key, path, body, answer))
            self.ledger.acts.append(self.acts[-1])
        return answer

    def repeat(self) -> None:
        """Send an accepted command once more: the first answer must come back."""
        if not self.acts:
            return
        first = random.choice(self.acts)
        again = self.insist("POST", first.path, first.body, first.key)
        self.ledger.count("repeated")
        if again != first.answer:
            self.ledger.surprises.append(f"{first.path}: first {first.answer}, then {again}")

    def insist(self, method: str, path: str, body: Any = None, key: str = "none") -> Answer:
        """Call until there is an answer; the same key makes the repetition harmless."""
        deadline, is_sent = time.monotonic() + PATIENCE, False
        while time.monotonic() < deadline:
            try:
                status, answer = self._call(method, path, body, key)
            except ConnectionRefusedError:
                time.sleep(0.05)
            except BROKEN:
                is_sent = True
            else:
                if is_sent:
                    self.ledger.count("retried")
                if status not in AGAIN:
                    return status, answer
                time.sleep(0.2)
        raise AssertionError(f"no answer from {path} in {PATIENCE} s")

    def _call(self, method: str, path: str, body: Any, key: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            connection.connect()
            self.ledger.count("requests")
            connection.request(method, f"/api/v1{path}", None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()


def order(caller: Caller, is_over: Callable[[], bool]) -> None:
    """Order letters, as many as the office can cope with."""
    while not is_over():
        if caller.ledger.open_orders >= MOST_OPEN:
            caller.repeat()
            time.sleep(0.1)
            continue
        status, answer = caller.act("/services/bank_loan/requests", {"data": LOAN})
        if status != 201:
            caller.ledger.surprises.append(f"{caller.username} orders: {status} {answer}")


def decide(caller: Caller, is_over: Callable[[], bool]) -> None:
    """Approve what waits, colleagues competing for the same cases."""
    while not is_over():
        waiting = [row["id"] for row in caller.read("/tasks?limit=5")[1]["items"]]
        for task in random.sample(waiting, len(waiting)):
            approve(caller, task)
        caller.repeat()
        time.sleep(0.05)


def approve(caller: Caller, task: int) -> None:
    """One decision. That a colleague was faster (404, 409) is no surprise; the ledger's audit tells if none was."""
    status, seen = caller.read(f"/tasks/{task}")
    if status == 404 or seen["state"] != "open":
        return
    body = {"outcome": "approve", "data": {}, "expected_revision": seen["revision"]}
    status, answer = caller.act(f"/tasks/{task}/complete", body)
    if status not in (200, 404, 409):
        caller.ledger.surprises.append(f"{caller.username} decides: {status} {answer}")
