"""Bytes written to the log for each item of a multi-instance user task that is completed.

Usage: python -m bench.engine.written <folder> <sample> <items>…; BENCH_DATABASE names a PostgreSQL database,
else it is SQLite. The answer is JSON: items → (bytes of the start for each item, bytes for each completion).
"""

import json
import os
import sys
from collections.abc import Callable

from bench.engine import kartabl as host
from bench.engine import shapes
from bench.engine.runs import verify


def main() -> None:
    folder, sample, sizes = sys.argv[1], int(sys.argv[2]), [int(size) for size in sys.argv[3:]]
    host.set_up(folder, shapes.many("user", "feel", 0))
    print(json.dumps({size: _measure(size, sample) for size in sizes}))


def _measure(items: int, sample: int) -> tuple[float, float]:
    from engine import api

    position, clerk = _log(), host.actor("clerk")
    before = position()
    started = api.start("many", {"items": list(range(items))}, unit=host.UNIT, by=clerk)
    at_start = position() - before
    waiting = host.open_tasks(started.pk)
    verify(len(waiting) == items, f"{len(waiting)} user tasks")
    step = items // sample
    before = position()
    for task in waiting[::step][:sample]:
        api.complete(task, {}, by=clerk)
    taken = position() - before
    verify(len(host.open_tasks(started.pk)) == items - sample, "items were not counted")
    return at_start / items, taken / sample


def _log() -> Callable[[], int]:
    """What tells how long the log is: SQLite's is never copied back meanwhile."""
    from django.db import connection

    from engine.store.dialect import rows

    if connection.vendor == "postgresql":
        rows("SELECT 1 FROM pg_switch_wal()")
        return lambda: int(rows("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn")[0][0])
    rows("PRAGMA wal_checkpoint(TRUNCATE)")
    rows("PRAGMA wal_autocheckpoint=0")
    return lambda: os.path.getsize(f"{connection.settings_dict['NAME']}-wal")


if __name__ == "__main__":
    main()
