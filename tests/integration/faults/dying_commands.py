"""A process whose children die by SIGKILL after the N-th statement of one command, for every N.

Prints JSON: for each N how the child ended and what the database says afterwards. Run by test_kill_statement.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main(folder: Path) -> None:
    prepare(folder / "base.sqlite3")
    reports = []
    for number in range(1, 60):
        path = folder / f"case-{number}.sqlite3"
        shutil.copy(folder / "base.sqlite3", path)
        ended_by = run_child(path, number)
        reports.append({"after": number, "signal": ended_by, **look(path)})
        if ended_by == 0:
            break
    print(json.dumps(reports))


def use(path: Path) -> None:
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(path)


def prepare(path: Path) -> None:
    """A request that waits for its first decision."""
    import django

    os.environ["DATABASE_URL"] = f"sqlite:///{path}"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from engine import api
    from engine.plugins import directory
    from tests.conftest import StaticDirectory
    from tests.integration.conftest import TEACHER, UNIT
    from tests.integration.processes import TWO_STEPS

    office = StaticDirectory()
    office.give("expert", "expert", UNIT)
    office.give("chief", "chief", UNIT)
    directory.register(office)
    api.deploy(TWO_STEPS)
    api.start("two_steps", {"amount": 5}, unit=UNIT, by=TEACHER)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def run_child(path: Path, number: int) -> int:
    """Complete the user task in a child that kills itself; the signal it died of, 0 when it came through."""
    child = os.fork()
    if child == 0:
        use(path)
        decide(dying_after(number))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def decide(watch: Callable[..., Any]) -> None:
    from django.db import connection

    from engine import api
    from engine.models import UserTask
    from tests.integration.conftest import EXPERT

    task = UserTask.objects.get(state="open").pk
    with connection.execute_wrapper(watch):
        api.complete(task, {"outcome": "approve"}, by=EXPERT, command_id="once")


def dying_after(number: int) -> Callable[..., Any]:
    count = 0

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        result = execute(sql, params, many, context)
        count += 1
        if count == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return watch


def look(path: Path) -> dict[str, Any]:
    """What stands in the database after the restart."""
    use(path)
    from engine.history.verification import verify
    from engine.models import CommandLog, InboxEntry, ProcessInstance, UserTask

    instance = ProcessInstance.objects.get()
    return {
        "tasks": sorted(UserTask.objects.values_list("node", "state")),
        "inbox": sorted(InboxEntry.objects.values_list("role", "unit_path")),
        "entries": instance.history_seq,
        "outcome": instance.values.get("outcome"),
        "commands": CommandLog.objects.count(),
        "faults": [str(fault) for fault in verify(instance.pk).faults],
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
