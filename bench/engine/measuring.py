"""Runs the workloads: contenders in processes of their own, rounds interleaved."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench.engine.contenders import LABELS, Clients, Contender
from bench.engine.table import Row, written

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
WORKLOADS = (
    "short", "line", "split_scripts", "split_people", "many_scripts", "many_people", "calls", "timers", "messages",
)  # fmt: skip
ORDER = ("kartabl", "viewflow", "spiff", "bpmn_engine", "floor")
CLIENTS = (1, 4, 8)


@dataclass(slots=True)
class Options:
    """``tiny``: only whether everything runs."""

    folder: Path
    rounds: int
    growth: int = 100_000
    is_tiny: bool = False


def workload(name: str, options: Options) -> list[str]:
    """The lines of a workload: every contender that can do it, and why the others cannot."""
    module = importlib.import_module(f"bench.engine.workloads.{name}")
    size, count = module.TINY if options.is_tiny else (module.SIZE, module.COUNT)
    found = {who: who for who in ORDER if hasattr(module, who)}
    sizes = dict.fromkeys(found, size)
    rows = _measured(module, name, found, sizes, count, options)
    cannot = {who: f"cannot: {why}" for who, why in module.CANNOT.items()}
    not_measured = {who: f"not measured: {why}" for who, why in getattr(module, "NOT_MEASURED", {}).items()}
    missing = [Row(module.TITLE, LABELS[who], "", [], why) for who, why in (cannot | not_measured).items()]
    return written([*rows.values(), *missing])


def growth(options: Options) -> list[str]:
    """The short process in databases of growing size."""
    module = importlib.import_module("bench.engine.workloads.growth")
    _, count = module.TINY if options.is_tiny else (1, module.COUNT)
    largest = 20 if options.is_tiny else options.growth
    sizes = [size for size in (10, 1000, 10_000, 100_000, 1_000_000) if size < largest and size != 10]
    names = {f"{size:,} cases": "kartabl" for size in [*(sizes or [10]), largest]}
    rows = _measured(
        module,
        "growth",
        names,
        {name: int(name.split()[0].replace(",", "")) for name in names},
        count,
        options,
    )
    return written(list(rows.values()))


def _measured(module, name, contenders, sizes, count, options) -> dict[str, Row]:  # type: ignore[no-untyped-def]
    """``contenders``: what it is called in the table → function of the workload."""
    remarks, counts = getattr(module, "REMARKS", {}), getattr(module, "COUNTS", {})
    rows = {
        called: Row(module.TITLE, LABELS.get(called, called), module.UNIT, [], remarks.get(called, ""))
        for called in contenders
    }
    running = {
        called: Contender(name, function, options.folder / name / called.split()[0], sizes[called])
        for called, function in contenders.items()
    }
    for contender in running.values():
        contender.wait()
        contender.run(min(count, 20))
    for _ in range(options.rounds):
        for called, contender in running.items():
            units = min(count, counts.get(called, count))
            rows[called].seconds.append(contender.run(units) / units)
    for contender in running.values():
        contender.stop()
    return rows


def clients(options: Options) -> list[str]:
    """Several clients at once on PostgreSQL; nothing may be lost or stuck."""
    module = importlib.import_module("bench.engine.workloads.clients")
    count = module.TINY[1] if options.is_tiny else module.COUNT
    rows = {
        (who, number): Row(module.TITLE, f"{LABELS[who]}, {number} at once", module.UNIT, [])
        for number in CLIENTS
        for who in ("kartabl", "viewflow")
    }
    with ExitStack() as stack:
        groups = {}
        for who in ("kartabl", "viewflow"):
            address = stack.enter_context(postgresql(f"kartabl_bench_{who}"))
            groups[who] = Clients(who, options.folder / "clients" / who, max(CLIENTS), address)
        for group in groups.values():
            group.run(16, 8)
        for _ in range(options.rounds):
            for (who, number), row in rows.items():
                row.seconds.append(groups[who].run(count, number) / count)
        for group in groups.values():
            group.check()
            group.stop()
    return written(list(rows.values()))


def bytes_written(options: Options) -> list[str]:
    """Bytes of the log for each completed item of a small and of a large multi-instance."""
    sizes, sample = ((5, 10), 2) if options.is_tiny else ((1000, 10_000), 50)
    lines: list[str] = []
    with postgresql("kartabl_bench_written") as address:
        for name, database in (("SQLite", ""), ("PostgreSQL", address)):
            folder = options.folder / "written" / name
            folder.mkdir(parents=True)
            done = subprocess.run(
                [sys.executable, "-m", "bench.engine.written", str(folder), *map(str, (sample, *sizes))],
                env={**os.environ, "KARTABL_VAR": str(folder), "BENCH_DATABASE": database},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            found = {int(size): each for size, each in json.loads(done.stdout.splitlines()[-1]).items()}
            for size, (at_start, completion) in found.items():
                title = "bytes of the log for each item of a multi-instance user task"
                remark = f"{at_start:,.0f} bytes at the start, {completion:,.0f} at its completion"
                ratio = completion / found[sizes[0]][1]
                lines.append(
                    f"| {title if not lines else ''} | {name}, {size:,} items | {ratio:.2f} | – | – | {remark} |"
                )
    return lines


@contextmanager
def postgresql(name: str) -> Iterator[str]:
    """The address of a new database, dropped in the end."""
    import psycopg

    server = os.environ.get("DATABASE_URL") or SERVER
    name = f"{name}_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
