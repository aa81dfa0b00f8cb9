"""Kartabl with everything on: authorisation, form validation, history, inbox. Driven through ``engine.api``."""

import os
from collections.abc import Callable, Sequence
from typing import Any

from bench.engine.runs import verify

UNIT = "tehran/shahriar"


def set_up(folder: str, *processes: str, artifacts: Sequence[tuple[str, str, str]] = ()) -> None:
    """Migrate, register the office and the calculator, deploy."""
    connect(folder)
    from django.core.management import call_command

    from engine import api

    call_command("migrate", verbosity=0)
    for xml in processes:
        api.deploy(xml, artifacts=artifacts)


def connect(folder: str) -> None:
    """Django on a database that is there already."""
    os.environ["BENCH_FOLDER"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.engine.kartabl_settings"
    import django

    django.setup()
    from engine.plugins import calculator, directory

    directory.register(Office())

    @calculator("bench.double")
    def double(inputs: dict[str, Any]) -> Any:
        return 2


def actor(name: str) -> Any:
    from engine.actor import Actor

    return Actor(name)


def open_tasks(instance_id: int) -> list[int]:
    """The ids of the open user tasks of a case, past Django: looking for them is not what is measured."""
    from engine.store.dialect import rows

    sql = "SELECT id FROM engine_user_task WHERE instance_id = %s AND state = 'open' ORDER BY id"
    return [row[0] for row in rows(sql, [instance_id])]


def count(table: str, condition: str = "TRUE") -> int:
    from engine.store.dialect import rows

    return int(rows(f"SELECT COUNT(*) FROM {table} WHERE {condition}")[0][0])


def run_through(key: str, variables: dict[str, Any], results: dict[str, Any]) -> None:
    """Start a case that ends at once, with these results."""
    from engine import api

    ended = api.start(key, dict(variables), unit=UNIT)
    verify(ended.state == "completed", f"{key} is {ended.state}")
    found = ended.values
    verify({name: found.get(name) for name in results} == results, f"{key} has wrong results")


def complete_all(key: str, variables: dict[str, Any], expected: int) -> Callable[[], None]:
    """Start a case and complete every user task of it; what verifies that all were counted."""
    from engine import api

    clerk = actor("clerk")
    started = api.start(key, dict(variables), unit=UNIT, by=clerk)
    waiting = open_tasks(started.pk)
    verify(len(waiting) == expected, f"{key} has {len(waiting)} user tasks")
    for task in waiting:
        ended = api.complete(task, {}, by=clerk)
    verify(ended.state == "completed", f"{key} is {ended.state}")
    done = f"instance_id = {started.pk} AND state = 'completed'"
    return lambda: verify(count("engine_user_task", done) == expected, f"{key} has lost items")


class Office:
    """A district with a clerk and a chief."""

    ROLES = {"clerk": ("expert", UNIT), "chief": ("chief", UNIT)}

    def holdings(self, person_id: str) -> frozenset[tuple[str, str]]:
        return frozenset({self.ROLES[person_id]})

    def holders(self, role: str, unit_path: str) -> list[str]:
        return [person for person, held in self.ROLES.items() if held == (role, unit_path)]

    def is_related(self, person_a: str, person_b: str) -> bool:
        return person_a == person_b

    def time_zone(self, unit_path: str) -> str:
        return "Asia/Tehran"

    def add_working_time(self, start: Any, duration: str, unit_path: str, calendar: str) -> Any:
        raise NotImplementedError  # no workload asks for working time

    def display_name(self, person_id: str) -> str:
        return person_id
