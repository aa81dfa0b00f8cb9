"""``kill -9`` of a real server under load: nothing accepted is lost, nothing is done twice.

KARTABL_KILLS sets the length of the campaign (the suite's is short; 200 is a long one).
"""

import os
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.integration.faults.load import Caller, Ledger, decide, order
from tests.integration.faults.mortal import MortalServer
from tests.integration.faults.scratch import VENDORS, prepare_without_cases, scratch_database

KILLS = int(os.environ.get("KARTABL_KILLS", "6"))
LIFE = (0.05, 1.5)  # seconds that a server lives
APPLICANTS, DECIDERS = ("teacher", "retiree"), ("expert", "expert2", "chief")
LAST_DECISIONS = 90  # seconds within which everything ordered is approved


@pytest.mark.parametrize("vendor", VENDORS)
def test_nothing_is_lost_or_doubled_when_the_server_is_killed(vendor: str, tmp_path: Path) -> None:
    ledger = Ledger()
    with scratch_database(vendor) as url:
        prepare_without_cases(tmp_path / "var", url)
        server = MortalServer(tmp_path / "var", url)
        try:
            faults = [*campaign(server.start(), ledger)]
            server.kill()
            end = server.look("finish")
        finally:
            server.end()
    faults += [*end["faults"], *lost(ledger, len(ledger.acts), end)]
    print(f"\n{vendor}: {figures(ledger, end, len(faults))}")
    assert faults == []
    assert ledger.surprises == []
    assert end["commands"].keys() == {act.command_id for act in ledger.acts}, "carried out and never accepted"
    assert end["letters"] == ledger.orders > 0
    assert ledger.counts["retried"] > 0


def figures(ledger: Ledger, end: dict[str, Any], faults: int) -> str:
    counts = ledger.counts
    return (
        f"{KILLS} kills, {counts['requests']} requests, {ledger.orders} orders and"
        f" {len(ledger.acts) - ledger.orders} decisions accepted, {end['letters']} cases completed;"
        f" {counts['retried']} calls retried, {counts['cut off']} commands carried out whose answer died,"
        f" {counts['repeated']} commands repeated, {end['taken_over']} jobs taken over in the end;"
        f" {counts['lost']} lost, {faults - counts['lost']} doubled or otherwise wrong"
    )


def campaign(server: MortalServer, ledger: Ledger) -> Iterator[str]:
    """Load from many people, and a kill at a random moment, again and again; what was wrong after each."""
    closing, closed = threading.Event(), threading.Event()
    people = {name: Caller(server.port, name, ledger) for name in (*APPLICANTS, *DECIDERS)}
    with ThreadPoolExecutor(len(people)) as pool:
        ordering = [pool.submit(order, people[name], closing.is_set) for name in APPLICANTS]
        deciding = [pool.submit(decide, people[name], closed.is_set) for name in DECIDERS]
        try:
            for number in range(1, KILLS + 1):
                time.sleep(random.uniform(*LIFE))
                server.kill()
                yield from (f"after kill {number}: {fault}" for fault in inspect(server, ledger))
                server.start()
            closing.set()
            finish(ordering)
            wait_for_decisions(ledger)
        finally:
            closing.set()
            closed.set()
        finish(deciding)


def finish(work: list[Future[None]]) -> None:
    for part in work:
        part.result()


def inspect(server: MortalServer, ledger: Ledger) -> Iterator[str]:
    """What is wrong in the database that the dead server left."""
    accepted = len(ledger.acts)
    found = server.look("inspect")
    ledger.counts["cut off"] += len(found["commands"].keys() - {act.command_id for act in ledger.acts})
    yield from found["faults"]
    yield from lost(ledger, accepted, found)


def lost(ledger: Ledger, accepted: int, found: dict[str, Any]) -> Iterator[str]:
    """The first ``accepted`` commands that are not there, or led to another case than their callers were told."""
    for act in ledger.acts[:accepted]:
        _intent, code = found["commands"].get(act.command_id, ("", ""))
        if code != act.code:
            ledger.counts["lost"] += 1
            yield f"{act.path} was accepted for case {act.code}, there is {code or 'nothing'}"


def wait_for_decisions(ledger: Ledger) -> None:
    deadline = time.monotonic() + LAST_DECISIONS
    while ledger.open_orders and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not ledger.open_orders, f"{ledger.open_orders} cases do not move on"
