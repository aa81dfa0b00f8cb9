"""A server that is killed and born again from a nursery."""

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.e2e.server import ROOT, Server, environment

PORTS = range(8300, 8400)  # below those that callers get: a caller of the dead could be connected to itself


class MortalServer(Server):
    """``pid``: the process that serves now, 0 for none."""

    pid = 0

    def __init__(self, var: Path, database_url: str = "") -> None:
        super().__init__(var, database_url)
        self.port = next(port for port in random.sample(PORTS, len(PORTS)) if is_free(port))
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> "MortalServer":
        """A new process serves."""
        self.pid = int(self._ask("serve"))
        self._wait()
        return self

    def look(self, how: str) -> dict[str, Any]:
        """What a process of its own finds in the database: ``inspect``, or ``finish`` what is left first."""
        found: dict[str, Any] = json.loads(self._ask(how))
        return found

    def kill(self) -> None:
        """SIGKILL, and wait until the process is gone."""
        pid, self.pid = self.pid, 0
        if not pid:
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            while True:
                os.kill(pid, 0)
                time.sleep(0.01)

    def end(self) -> None:
        """Kill what serves and close the nursery."""
        self.kill()
        if self.process:
            self.process.communicate(timeout=15)
            self.process = None

    def _ask(self, word: str) -> bytes:
        """The line with which the nursery's new child answers."""
        self.process = self.process or self._open_nursery()
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{word}\n".encode())
        self.process.stdin.flush()
        answer: bytes = self.process.stdout.readline()
        assert answer.strip() not in (b"", b"null"), self.log.read_text(errors="replace")[-4000:]
        return answer

    def _open_nursery(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.integration.faults.nursery", str(self.port)],
                cwd=ROOT,
                env=environment(self.var, self.database_url, PORT=str(self.port)),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )


def is_free(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0
