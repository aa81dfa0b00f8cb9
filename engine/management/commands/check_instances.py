"""Prove that no case waits for nothing and no row for nobody; exits 1 and names each that does."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine.store.inspection import inspect


class Command(BaseCommand):
    help = "Check the tokens of every running case against the rows that wait for them."

    def handle(self, *args: Any, **options: Any) -> None:
        found = inspect()
        for fault in found.faults:
            self.stdout.write(f"FAULT {fault}")
        for case in found.joins:
            self.stdout.write(f"case {case} waits at joins only, for tokens that may never come")
        summary = f"{found.cases} running cases, {found.tokens} tokens, {len(found.joins)} waiting joins"
        if found.faults:
            raise CommandError(f"{summary}: {len(found.faults)} faults")
        self.stdout.write(f"{summary}: nothing waits in vain")
