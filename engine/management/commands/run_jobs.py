"""Run due jobs once, or for ever with --loop: the worker process of a larger installation."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from engine.jobs.executor import POLL_SECONDS, run_due_jobs


class Command(BaseCommand):
    help = "Run timers and connector calls that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            count = run_due_jobs()
            if not options["loop"]:
                self.stdout.write(f"{count} jobs ran")
                return
            time.sleep(POLL_SECONDS)
