"""Runs the engine table: every contender in its own process, rounds interleaved, medians printed.

Usage: python -m bench [--rounds 5] [--instances 200] [--write]
``--write`` puts the table into docs/benchmarks.md.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

CONTENDERS = {
    "kartabl": "Kartabl: authorisation, form validation, hash-chained history, inbox",
    "viewflow": "django-viewflow 2.4, static flow, no history rows, no inbox rows",
    "spiff": "SpiffWorkflow 3.2, load + save of one JSON blob a step",
    "floor": "raw sqlite3 writing Kartabl's own captured rows",
}
REPORT = Path(__file__).parents[1] / "docs" / "benchmarks.md"


class Contender:
    """A worker process that runs N instances when told to and answers with the seconds it took."""

    def __init__(self, name: str, folder: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.engine.worker", name, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "KARTABL_VAR": folder},
        )

    def run(self, instances: int) -> float:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{instances}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer:
            raise SystemExit("a contender failed, see its error above")
        return float(answer)

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


def measure(rounds: int, instances: int) -> dict[str, float]:
    """Instances per second of each contender: the median of its rounds."""
    with tempfile.TemporaryDirectory() as folder:
        contenders = {}
        for name in CONTENDERS:
            own = Path(folder) / name
            own.mkdir()
            contenders[name] = Contender(name, str(own))
        for contender in contenders.values():
            contender.run(20)
        seconds: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(rounds):
            for name, contender in contenders.items():
                seconds[name].append(contender.run(instances))
        for contender in contenders.values():
            contender.stop()
    return {name: instances / median(measured) for name, measured in seconds.items()}


def table(speeds: dict[str, float]) -> str:
    """The result as Markdown, ratios first."""
    ours = speeds["kartabl"]
    lines = ["| contender | Kartabl is … times as fast | instances/s | ms/instance |", "|---|---|---|---|"]
    lines += [
        f"| {CONTENDERS[name]} | {ours / speed:.2f} | {speed:,.0f} | {1000 / speed:.2f} |"
        for name, speed in speeds.items()
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--instances", type=int, default=200)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    result = table(measure(options.rounds, options.instances))
    print("start → user task → exclusive gateway → user task → end; SQLite, WAL, synchronous=NORMAL")
    print(result)
    if options.write:
        head = f"## Engine, {datetime.now(UTC).date()}\n\n{platform.platform()}, Python {platform.python_version()}, "
        head += f"{os.cpu_count()} cores; median of {options.rounds} interleaved rounds of {options.instances}.\n\n"
        before = REPORT.read_text(encoding="utf-8") if REPORT.exists() else "# Benchmarks\n\n"
        REPORT.write_text(before + head + result + "\n\n", encoding="utf-8")


if __name__ == "__main__":
    main()
