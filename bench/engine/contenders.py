"""The contenders as processes: one on SQLite in a folder of its own, or several on one PostgreSQL database."""

import os
import subprocess
import sys
import time
from pathlib import Path

LABELS = {
    "kartabl": "Kartabl",
    "viewflow": "django-viewflow 2.4",
    "spiff": "SpiffWorkflow 3.2",
    "bpmn_engine": "bpmn-engine 25",
    "floor": "raw sqlite3",
}


class Contender:
    """A worker process that runs so many units when told to and answers with the seconds it took."""

    def __init__(self, workload: str, name: str, folder: Path, size: int, database: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        settings = {"KARTABL_VAR": str(folder), "BENCH_DATABASE": database, "PYTHONWARNINGS": "ignore"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.engine.worker", workload, name, str(folder), str(size)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **settings},
        )

    def wait(self) -> None:
        """Until it is prepared."""
        self.answer()

    def order(self, what: object) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        assert self.process.stdout
        answer = self.process.stdout.readline().strip()
        if not answer:
            raise SystemExit("a contender failed, see its error above")
        return answer

    def run(self, count: int) -> float:
        self.order(count)
        return float(self.answer())

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(60)


class Clients:
    """Several workers of one contender on one database; some of them run at once, in wall-clock seconds."""

    def __init__(self, name: str, folder: Path, clients: int, database: str) -> None:
        self.done = 0
        self.workers = [Contender("clients", name, folder / "0", 0, database)]
        self.workers[0].wait()  # it makes the tables
        for number in range(1, clients):
            self.workers.append(Contender("clients", name, folder / str(number), number, database))
        for worker in self.workers[1:]:
            worker.wait()

    def run(self, count: int, clients: int) -> float:
        share = max(1, count // clients)
        began = time.perf_counter()
        for worker in self.workers[:clients]:
            worker.order(share)
        for worker in self.workers[:clients]:
            worker.answer()
        self.done += share * clients
        return (time.perf_counter() - began) * count / (share * clients)

    def check(self) -> None:
        """Every instance was counted, none is lost or stuck."""
        self.workers[0].order("check")
        found = int(self.workers[0].answer())
        if found != self.done:
            raise SystemExit(f"{self.done} instances were run, {found} are there")

    def stop(self) -> None:
        for worker in self.workers:
            worker.stop()
