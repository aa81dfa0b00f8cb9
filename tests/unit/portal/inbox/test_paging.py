"""Pages of an inbox are exactly the inbox: every item once, in order, whoever looks and however narrowed."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engine import api, clock
from engine.models import NEVER, InboxEntry, ProcessDefinition, ProcessInstance, UserTask
from engine.plugins import directory
from engine.store.inbox_entries import STEPS
from portal.inbox.facets import tabs
from portal.inbox.filters import SORTS, VIEWS, InboxFilters
from portal.inbox.listing import Page, page_of
from tests.conftest import StaticDirectory
from tests.integration.processes import TWO_STEPS

ME, NOW = "7", datetime(2026, 11, 1, tzinfo=UTC)
UNITS = ("north", "north/a", "north/a/school", "north/ab", "south", "south/c")
HOLDINGS = {
    "one unit": [("expert", "north/a")],
    "one role in nested units": [("expert", "north/a/school"), ("expert", "north"), ("expert", "north/a")],
    "several roles in several units": [("expert", "north/a"), ("expert", "south/c"), ("chief", "north")],
    "no role": [],
}
NARROWINGS: list[dict[str, str]] = [
    {},
    {"service": "sticker"},
    {"step": "two_steps:sign"},
    {"unit": "north/a"},
    {"unit": "south"},
    {"q": "100000000010"},
]


@pytest.fixture
def tasks(db: None, organisation: StaticDirectory) -> Iterator[list[UserTask]]:
    """Open user tasks of every kind; many share a deadline or have none."""
    api.deploy(TWO_STEPS)
    definition, random = ProcessDefinition.objects.get(), Random(20)
    with clock.travel(NOW):
        yield [_open_task(definition, random, number) for number in range(90)]


def _open_task(definition: ProcessDefinition, random: Random, number: int) -> UserTask:
    unit, role = random.choice(UNITS), random.choice(["expert", "expert", "chief", ""])
    instance = ProcessInstance.objects.create(
        definition=definition,
        tracking_code=str(100_000_000_000 + number),
        business_key=random.choice(["loan", "sticker"]),
        unit_path=unit,
        started_by=random.choice([ME, "8", "9", "9"]),
        started_at=NOW,
    )
    is_passed_up = bool(role) and "/" in unit and random.random() < 0.3
    task = UserTask.objects.create(
        instance=instance,
        token=1,
        node=random.choice(["check", "sign"]),
        role=role,
        unit_path=unit.rpartition("/")[0] if is_passed_up else unit,
        escalated_from=unit if is_passed_up else "",
        assignee=random.choice(["", "", ME, "8"]) if role else random.choice([ME, "8"]),
        due=random.choice([None, *(NOW + timedelta(days=days) for days in (-2, -1, 1, 2))]),
        created_at=NOW - timedelta(hours=random.randrange(5)),
    )
    for number, above in enumerate(directory.ancestors(task.unit_path) if role else [], task.pk * STEPS):
        InboxEntry.objects.create(
            id=number,
            user_task=task,
            role=role,
            unit_path=above,
            due=task.due or NEVER,
            service=instance.business_key,
            assignee=task.assignee,
            created_at=task.created_at,
        )
    return task


def _is_in(task: UserTask, filters: InboxFilters) -> bool:
    """The rule in other words than the queries'."""
    if not task.role:
        visible = task.assignee == ME
    else:
        visible = directory.holds(ME, task.role, task.unit_path) and task.instance.started_by != ME
    of_view = {
        "mine": task.assignee == ME,
        "unclaimed": not task.assignee,
        "overdue": bool(task.due and task.due < NOW),
    }
    units = (task.unit_path, task.escalated_from)
    return (
        visible
        and of_view.get(filters.view, True)
        and filters.service in ("", task.instance.business_key)
        and filters.step in ("", f"two_steps:{task.node}")
        and (not filters.unit or any(directory.reaches(filters.unit, unit) for unit in units))
        and filters.q in ("", task.instance.tracking_code)
    )


def _expected(tasks: list[UserTask], filters: InboxFilters) -> list[int]:
    keys: dict[str, Callable[[UserTask], Any]] = {
        "due": lambda task: (task.due or NEVER, task.pk),
        "waiting": lambda task: (task.created_at, task.pk),
    }
    found = [task for task in tasks if _is_in(task, filters)]
    found.sort(key=keys[filters.sort.lstrip("-")], reverse=filters.sort.startswith("-"))
    return [task.pk for task in found]


def _forwards(filters: InboxFilters) -> list[Page]:
    pages = [page_of(ME, filters, size=4)]
    while pages[-1].next:
        pages.append(page_of(ME, filters, after=pages[-1].next, size=4))
    return pages


def _backwards(filters: InboxFilters, last: Page) -> list[Page]:
    pages = [last]
    while pages[0].previous:
        pages.insert(0, page_of(ME, filters, before=pages[0].previous, size=4))
    return pages


def _ids(pages: list[Page]) -> list[int]:
    return [task.pk for page in pages for task in page.tasks]


@pytest.mark.parametrize("held", HOLDINGS)
def test_all_pages_together_are_the_inbox_in_order_forwards_and_backwards(
    tasks: list[UserTask], organisation: StaticDirectory, held: str
) -> None:
    for role, unit in HOLDINGS[held]:
        organisation.give(ME, role, unit)
    met = set()
    for narrowing in NARROWINGS:
        for view in VIEWS:
            for sort in SORTS:
                filters = InboxFilters(view=view, sort=sort, **narrowing)
                wanted, pages = _expected(tasks, filters), _forwards(filters)
                assert _ids(pages) == wanted, filters
                assert _ids(_backwards(filters, pages[-1])) == wanted, filters
                met.update(wanted)
            counts = {tab["url"]: tab["count"] for tab in tabs(ME, filters)}
            assert counts[f"/inbox/{filters.link(view=view)}"] == len(wanted)
    assert met


def test_what_is_finished_or_added_meanwhile_moves_no_other_item(
    tasks: list[UserTask], organisation: StaticDirectory
) -> None:
    organisation.give(ME, "expert", "north")
    filters = InboxFilters()
    wanted = _expected(tasks, filters)
    first = page_of(ME, filters, size=4)
    InboxEntry.objects.filter(user_task__in=wanted[:4]).delete()
    UserTask.objects.filter(pk__in=wanted[:4]).update(state="completed")
    second = page_of(ME, filters, after=first.next, size=4)
    assert [task.pk for task in second.tasks] == wanted[4:8]


def test_a_page_costs_three_statements_however_many_roles_and_items(
    tasks: list[UserTask], organisation: StaticDirectory
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(ME, InboxFilters(), size=50)
            tabs(ME, InboxFilters())
        return len(captured)

    organisation.give(ME, "expert", "south/c")
    assert statements() == 3  # places, their user tasks, counts
    for role, unit in HOLDINGS["several roles in several units"]:
        organisation.give(ME, role, unit)
    assert statements() == 3


def test_a_page_is_read_from_the_index_without_sorting(
    tasks: list[UserTask], organisation: StaticDirectory
) -> None:
    organisation.give(ME, "expert", "north")
    first = page_of(ME, InboxFilters(), size=4)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    with CaptureQueriesContext(connection) as captured:
        page_of(ME, InboxFilters(), after=first.next, size=4)
    [walk] = [query["sql"] for query in captured if "UNION ALL" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + walk)
        plan = "\n".join(str(row) for row in cursor.fetchall())
    begins = "ROW(due, user_task_id) >" if connection.vendor == "postgresql" else "(due,user_task_id)>(?,?)"
    assert "inbox_by_due" in plan
    assert begins in plan, plan
