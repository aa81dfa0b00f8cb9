"""Run due jobs once, or for ever with --loop: the worker process of a larger installation."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from engine.jobs.executor import Executor, run_due_jobs


class Command(BaseCommand):
    help = "Run timers and connector calls that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped (SIGTERM, Ctrl+C)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self.stdout.write(f"{run_due_jobs()} jobs ran")
            return
        worker = Executor()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, worker.request_stop)
        worker.run()
