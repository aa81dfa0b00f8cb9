"""Installations to be killed: on SQLite, or in a PostgreSQL database made for the purpose and dropped."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings

from tests.e2e.server import run_python

POSTGRES = os.environ.get("POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
VENDORS = [
    pytest.param(
        "sqlite", marks=pytest.mark.skipif(not settings.USES_SQLITE, reason="run once, with the SQLite tests")
    ),
    pytest.param("postgres", marks=pytest.mark.postgres),
]
PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("deploy_definitions", verbosity=0)
from workflows.catalogue.demo_offerings import load_offerings
from workflows.catalogue.models import Offering
from workflows.directory.demo_people import load_people
from workflows.directory.demo_units import load_units
units = load_units()
load_people(units)
load_offerings(units)
Offering.objects.update(per_person_limit=None)
"""


def prepare_without_cases(var: Path, database_url: str) -> None:
    """Migrations, definitions, units, people and offerings; nothing ordered yet."""
    var.mkdir(parents=True, exist_ok=True)
    run_python(PREPARE, var, database_url)


@contextmanager
def scratch_database(vendor: str) -> Iterator[str]:
    """The DATABASE_URL of an empty database: "" for SQLite in the installation's own folder."""
    if vendor == "sqlite":
        yield ""
        return
    name = f"kartabl_kill_{secrets.token_hex(4)}"
    with psycopg.connect(POSTGRES, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
