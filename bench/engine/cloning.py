"""Many waiting cases by bulk SQL: a case that the engine has begun itself, copied with all its rows.

Same SQL on SQLite and PostgreSQL. The copies' history is that of the original (its chain is not verified here).
"""

from django.db import connection

FIRST = 10_000_000  # ids of the copies begin here
# columns whose copy differs, as SQL over i, the number of the copy, and d, the distance of its ids
CHANGED = {
    "engine_process_instance": {"id": "id + {d}", "tracking_code": "CAST(500000000000 + {d} AS text)"},
    "engine_user_task": {"id": "id + {d}", "instance_id": "instance_id + {d}"},
    "engine_inbox_entry": {"id": "id + {d} * {steps}", "user_task_id": "user_task_id + {d}"},
    "engine_job": {"id": "", "instance_id": "instance_id + {d}"},
    "engine_event_subscription": {
        "id": "", "instance_id": "instance_id + {d}", "root_id": "root_id + {d}", "key": "CAST(i AS text)",
    },
    "engine_history_entry": {"id": "", "root_id": "root_id + {d}", "command_id": "NULL"},
}  # fmt: skip
OF_CASE = {
    "engine_process_instance": "id = {case}",
    "engine_inbox_entry": "user_task_id IN (SELECT id FROM engine_user_task WHERE instance_id = {case})",
    "engine_history_entry": "root_id = {case}",
}


def clone(case: int, copies: int, *, after: int = 0) -> None:
    """Copy a case so many times; ``after``: how many copies there are already."""
    from engine.store.inbox_entries import STEPS

    numbers = (
        f"WITH RECURSIVE numbers(i) AS (SELECT CAST({after + 1} AS bigint) UNION ALL"
        f" SELECT i + 1 FROM numbers WHERE i < {after + copies})"
    )
    with connection.cursor() as cursor:
        for table, changed in CHANGED.items():
            columns = [
                column.name for column in connection.introspection.get_table_description(cursor, table)
            ]
            made = {name: name for name in columns} | {
                name: sql.format(d=f"({FIRST} + i)", steps=STEPS) for name, sql in changed.items()
            }
            made = {name: sql for name, sql in made.items() if sql}
            rows = OF_CASE.get(table, "instance_id = {case}").format(case=case)
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(made)}) {numbers} SELECT {', '.join(made.values())}"
                f" FROM numbers CROSS JOIN {table} WHERE {rows}"
            )
        cursor.execute("ANALYZE")
