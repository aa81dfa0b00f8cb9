"""A real server process with data of its own: demo data prepared once, copied for every server."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("deploy_definitions", verbosity=0)
call_command("load_demo", verbosity=0)
from workflows.catalogue.models import Offering
Offering.objects.update(per_person_limit=None)
"""


def environment(var: Path, database_url: str = "", **more: str) -> dict[str, str]:
    """What a process of this installation gets; nothing of the developer's own settings."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "KARTABL_VAR": str(var),
        "KARTABL_DEMO": "1",
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
        "PYTHONPATH": str(ROOT),
        **more,
    }


def run_python(source: str, var: Path, database_url: str = "") -> str:
    """Run Python in the installation; its output."""
    done = subprocess.run(
        [sys.executable, "-c", source],
        cwd=ROOT,
        env=environment(var, database_url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def prepare(var: Path, database_url: str = "") -> Path:
    """Migrations, definitions and demo data; here everybody may order a service as often as a test likes."""
    var.mkdir(parents=True, exist_ok=True)
    run_python(PREPARE, var, database_url)
    return var


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """uvicorn on a free port. ``var``: its data directory; ``database_url`` "" for SQLite in there."""

    def __init__(self, var: Path, database_url: str = "", **more: str) -> None:
        self.var, self.database_url, self.more = var, database_url, more
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @classmethod
    def of_demo(cls, demo: Path, var: Path) -> "Server":
        """A server on a copy of prepared data."""
        shutil.copytree(demo, var)
        return cls(var)

    def start(self) -> "Server":
        command = "uvicorn portal.asgi:application --host 127.0.0.1 --log-level warning"
        given = environment(self.var, self.database_url, PORT=str(self.port), **self.more)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command.split(), "--port", str(self.port)],
                cwd=ROOT,
                env=given,
                stdout=log,
                stderr=log,
            )
        self._wait()
        return self

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process and self.process.poll() is None, self.log.read_text(errors="replace")[-4000:]
            if self.is_ready():
                return
            time.sleep(0.1)
        raise AssertionError(
            f"no answer in {START_SECONDS} s: {self.log.read_text(errors='replace')[-4000:]}"
        )

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    @property
    def log(self) -> Path:
        return self.var / "server.log"

    def python(self, source: str) -> str:
        """Run Python on the server's data, in a process of its own; gives what it prints."""
        return run_python(f"import django; django.setup()\n{source}", self.var, self.database_url)

    def kill(self) -> None:
        """SIGKILL: the process gets no chance to finish anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(number)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
