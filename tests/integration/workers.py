"""Real worker processes on the database of the test, and what their connector wrote down."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

from engine import api
from tests.integration.processes import HEAD

ROOT = Path(__file__).resolve().parents[2]
COUNT = (
    HEAD
    + """
<process id="count" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="tell"/>
  <sendTask id="tell" kartabl:connector="test.count" kartabl:retries="3"/>
  <sequenceFlow id="f2" sourceRef="tell" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""
)


class Workers:
    """Processes of ``manage.py``; all are ended with the test."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.file = folder / "count"
        self.file.touch()
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
            "DATABASE_URL": database_url(),
            "KARTABL_PLUGINS": "tests.integration.counting.apps.CountingConfig",
            "KARTABL_COUNT_FILE": str(self.file),
            "KARTABL_VAR": str(folder),
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        self.processes: list[subprocess.Popen[bytes]] = []
        self.log = (folder / "log").open("wb")

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **more},
            stdout=self.log,
            stderr=self.log,
        )
        self.processes.append(process)
        return process

    def lines(self, word: str) -> list[str]:
        """The idempotency keys of the calls begun or ended."""
        found = [line.split() for line in self.file.read_text().splitlines()]
        return [key for kind, key in found if kind == word]

    def told(self) -> str:
        """What the processes printed."""
        return Path(self.log.name).read_text(errors="replace")[-4000:]

    def end(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.log.close()


def database_url() -> str:
    """The database of the test, for another process."""
    found: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    user, password = found["USER"], found["PASSWORD"]
    who = f"{user}:{password}" if password else user
    return f"postgres://{who}@{found['HOST']}:{found['PORT'] or 5432}/{found['NAME']}"


def start_cases(count: int) -> None:
    api.deploy(COUNT)
    for _ in range(count):
        api.start("count", {})


def until(condition: Callable[[], bool], seconds: float = 240) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()
