"""Registers the connector ``test.count``."""

import os
import time
from typing import Any

from django.apps import AppConfig


class CountingConfig(AppConfig):
    name = "tests.integration.counting"
    label = "counting"

    def ready(self) -> None:
        from engine.plugins import connector

        connector("test.count")(count)


def count(inputs: dict[str, Any], context: Any) -> dict[str, Any]:
    """Slow enough for others to try the same job."""
    _write(f"begin {context.idempotency_key}")
    time.sleep(float(os.environ.get("KARTABL_COUNT_SECONDS", "0.01")))
    _write(f"end {context.idempotency_key}")
    return {"counted": True}


def _write(line: str) -> None:
    file = os.open(os.environ["KARTABL_COUNT_FILE"], os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    os.write(file, f"{line}\n".encode())
    os.close(file)
