"""Runs the engine table: every contender in its own process, rounds interleaved, medians printed.

Usage: python -m bench [--only short,timers] [--rounds 5] [--growth 100000] [--tiny] [--write]
``--only``: some of the parts. ``--growth``: cases in the largest database. ``--tiny``: only whether all runs.
``--write`` puts the table into docs/benchmarks.md. DATABASE_URL names the PostgreSQL server.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bench.engine import measuring
from bench.engine.measuring import Options
from bench.engine.table import HEAD

PARTS: dict[str, Callable[[Options], list[str]]] = {
    **{name: partial(measuring.workload, name) for name in measuring.WORKLOADS},
    "growth": measuring.growth,
    "clients": measuring.clients,
    "written": measuring.bytes_written,
}
REPORT = Path(__file__).parents[1] / "docs" / "benchmarks.md"
LEGEND = (
    "Ratio: how many times the first row of a workload (Kartabl) is as fast as this one; among rows of Kartabl"
    " the time or the bytes against the first. Kartabl: authorisation, form validation, hash-chained history,"
    " inbox; viewflow: static flows, neither history nor inbox rows; SpiffWorkflow: load + save of one JSON blob"
    " a step; bpmn-engine: recover + save of one JSON file a step, no database; raw sqlite3: Kartabl's own"
    " captured rows and nothing else. SQLite: WAL, `synchronous=NORMAL`, `wal_autocheckpoint=4000` for all."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", default=",".join(PARTS), metavar="PARTS", help=", ".join(PARTS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--growth", type=int, default=100_000, metavar="CASES")
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    parts = given.only.split(",")
    if unknown := set(parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    began, lines = os.getloadavg()[0], []
    for part in parts:
        print(f"{part} …", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            lines += PARTS[part](Options(Path(folder), given.rounds, given.growth, given.tiny))
    machine = f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} cores"
    load = f"load average {began:.1f} before, {os.getloadavg()[0]:.1f} after"
    note = f"{machine}, {load}; median of {given.rounds} interleaved rounds. {LEGEND}"
    result = "\n".join([HEAD, *lines])
    print(f"{note}\n\n{result}")
    if given.write:
        head = f"\n## Engine, {datetime.now(UTC).date()}\n\n{note}\n\n"
        REPORT.write_text(REPORT.read_text(encoding="utf-8") + head + result + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
