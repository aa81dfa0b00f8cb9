"""Prove that no history entry was changed, deleted or reordered; exits 1 and names each that was."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine.history.verification import verify


class Command(BaseCommand):
    help = "Check the hash chain of every case and every daily anchor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--case", type=int, help="only the case with this id")

    def handle(self, *args: Any, **options: Any) -> None:
        result = verify(options["case"])
        for fault in result.faults:
            self.stdout.write(f"FAULT {fault}")
        for root, seq, order in result.erased:
            self.stdout.write(f"case {root}, entry {seq}: data erased by order {order}, chain intact")
        summary = f"{result.chains} chains, {result.entries} entries, {result.anchors} anchors"
        if result.faults:
            raise CommandError(f"{summary}: {len(result.faults)} faults")
        self.stdout.write(f"{summary}: intact")
