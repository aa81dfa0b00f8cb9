"""The worker or the beat of an installation with KARTABL_EXECUTOR=celery; SIGTERM lets the job in hand end."""

import tempfile
from argparse import REMAINDER, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Run Celery's worker (all options of `celery worker`) or beat, of which one is enough."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["worker", "beat"])
        parser.add_argument("options", nargs=REMAINDER, help="options of Celery, such as --concurrency 4")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        from engine.jobs.celery import app

        given = ["--loglevel", "INFO", *options["options"]]
        if what == "beat":  # the schedule is in the code: what beat remembers may be lost
            with tempfile.TemporaryDirectory() as folder:
                app.start(["beat", "--schedule", str(Path(folder) / "beat"), "--pidfile=", *given])
        else:
            app.start(["worker", "--without-gossip", "--without-mingle", *given])
