"""``manage.py clear_api_records``: forget dead tokens and the answers of calls nobody repeats any more."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from engine import clock
from portal.api.models import ApiCall, ApiToken

KEEP = timedelta(days=30)


class Command(BaseCommand):
    help = "Deletes API tokens that ended, and answers kept for repetition, after thirty days."

    def handle(self, *args: Any, **options: Any) -> None:
        before = clock.now() - KEEP
        tokens, _rows = ApiToken.objects.filter(expires_at__lt=before).delete()
        calls, _rows = ApiCall.objects.filter(at__lt=before).delete()
        self.stdout.write(f"{tokens} tokens and {calls} answers deleted")
