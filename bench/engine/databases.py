"""The same database options for all: SQLite in the contender's folder, or the PostgreSQL of BENCH_DATABASE."""

import os
from typing import Any
from urllib.parse import urlsplit

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=4000;"


def database(name: str, pragmas: str = "") -> dict[str, Any]:
    """Django's setting."""
    if address := os.environ.get("BENCH_DATABASE"):
        found = urlsplit(address)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": found.path.lstrip("/"),
            "USER": found.username or "",
            "PASSWORD": found.password or "",
            "HOST": found.hostname or "",
            "PORT": found.port or "",
            "CONN_MAX_AGE": None,
        }
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{os.environ['BENCH_FOLDER']}/{name}.sqlite3",
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": PRAGMAS + pragmas},
    }
