"""Sign the state of all histories as of today; run once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from engine import clock
from engine.history.anchors import anchor


class Command(BaseCommand):
    help = "Write today's signed anchor over all histories."

    def handle(self, *args: Any, **options: Any) -> None:
        made = anchor(timezone.localdate(clock.now()))
        self.stdout.write(f"anchored {made.day}: {made.merkle_root}" if made else "nothing new to anchor")
