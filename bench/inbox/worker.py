"""Fills the database that DATABASE_URL names and measures the inbox page in it; the answer is JSON."""

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode

import django

django.setup()

from django.test import Client  # noqa: E402  (needs the app registry)

from bench.inbox.fill import ROLE, Readers, fill  # noqa: E402
from engine.models import InboxEntry  # noqa: E402
from portal.inbox.listing import cursor_of  # noqa: E402
from workflows.directory.models import Person  # noqa: E402

BEHIND_ALL = (datetime(9001, 1, 1, tzinfo=UTC), 0)
VIEWS = {
    "newest first": {"sort": "-waiting"},
    "unclaimed": {"view": "unclaimed"},
    "mine": {"view": "mine"},
    "overdue": {"view": "overdue"},
    "one service": {"service": "service-3"},
    "one unit": {"unit": "p/d0"},
    "one step": {"step": "letter_issuance:expert_review"},
    "a tracking code": {"q": "100000000007"},
    "a name": {"q": "کریمی 4321"},
}


def main() -> None:
    tasks, rounds = map(int, sys.argv[1:3])
    began = time.perf_counter()
    readers = fill(tasks)
    print(f"filled in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    print(json.dumps(list(measure(readers, rounds))))


def measure(readers: Readers, rounds: int) -> Iterator[tuple[str, str, float, float]]:
    """(reader, page, p50, p95) in milliseconds of the whole request, templates included."""
    for name, person, unit in (("clerk", readers.clerk, "p/d0"), ("manager", readers.manager, "p")):
        for page, query in {**_pages(unit), **VIEWS}.items():
            yield name, page, *_percentiles(person, query, rounds)


def _pages(unit: str) -> dict[str, dict[str, str]]:
    entries = InboxEntry.objects.filter(role=ROLE, unit_path=unit).order_by("due", "user_task_id")
    middle = entries.values_list("due", "user_task_id")[entries.count() // 2]
    return {
        "first page": {},
        "middle page": {"after": cursor_of(middle)},
        "last page": {"before": cursor_of(BEHIND_ALL)},
    }


def _percentiles(person: Person, query: dict[str, str], rounds: int) -> tuple[float, float]:
    client = Client()
    client.force_login(person)
    address = f"/inbox/?{urlencode(query)}"
    client.get(address)
    taken = sorted(_milliseconds(client, address) for _ in range(rounds))
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def _milliseconds(client: Client, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    assert answer.status_code == 200
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
