"""Measures the inbox page with many open user tasks, on PostgreSQL and SQLite, each in a database of its own.

Usage: python -m bench.inbox [--tasks 1000000] [--rounds 40] [--write]
DATABASE_URL names the PostgreSQL server; the database ``kartabl_bench_inbox`` is made there and dropped.
``--write`` puts the tables into docs/benchmarks.md.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
DATABASE = "kartabl_bench_inbox"
REPORT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
Row = tuple[str, str, float, float]


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a new database, dropped in the end."""
    server = os.environ.get("DATABASE_URL") or SERVER
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        connection.execute(f"CREATE DATABASE {DATABASE}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{DATABASE}"))
        finally:
            connection.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@contextmanager
def sqlite() -> Iterator[str]:
    """The address of a new file, removed in the end."""
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/inbox.sqlite3"


def measure(address: str, tasks: int, rounds: int) -> list[Row]:
    """The worker's rows: reader, page, p50, p95."""
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DATABASE_URL": address, "KARTABL_VAR": folder}
        done = subprocess.run(
            [sys.executable, "-m", "bench.inbox.worker", str(tasks), str(rounds)],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test", **settings},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [tuple(row) for row in json.loads(done.stdout.splitlines()[-1])]


def table(results: dict[str, list[Row]]) -> str:
    """All databases side by side as Markdown, in milliseconds."""
    lines = [
        "| reader | list | " + " | ".join(f"{name} p50 | p95" for name in results) + " |",
        "|---|---|" + "---|---|" * len(results),
    ]
    for rows in zip(*results.values(), strict=True):
        figures = " | ".join(f"{p50:.1f} | {p95:.1f}" for _, _, p50, p95 in rows)
        lines.append(f"| {rows[0][0]} | {rows[0][1]} | {figures} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    results = {}
    for name, database in {"PostgreSQL": postgresql, "SQLite": sqlite}.items():
        with database() as address:
            results[name] = measure(address, options.tasks, options.rounds)
    result = table(results)
    print(result)
    if options.write:
        head = f"## Inbox, {datetime.now(UTC).date()}\n\nMilliseconds of the whole request at "
        head += (
            f"{options.tasks:,} open user tasks; {platform.platform()}, Python {platform.python_version()}, "
        )
        head += f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.0f}; "
        head += f"{options.rounds} rounds.\n\n"
        REPORT.write_text(REPORT.read_text(encoding="utf-8") + "\n" + head + result + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
