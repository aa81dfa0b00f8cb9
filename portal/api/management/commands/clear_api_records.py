"""``manage.py clear_api_records``: forget dead tokens and the answers of calls nobody repeats any more."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.api.clearing import clear_api_records


class Command(BaseCommand):
    help = "Deletes API tokens that ended, and answers kept for repetition, after thirty days."

    def handle(self, *args: Any, **options: Any) -> None:
        tokens, calls = clear_api_records()
        self.stdout.write(f"{tokens} tokens and {calls} answers deleted")
