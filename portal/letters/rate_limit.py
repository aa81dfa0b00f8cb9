"""A fixed window in Django's cache: at most so many tries of one kind by one key in so many seconds.

With several processes the cache must be a shared one, else each process counts for itself.
"""

import hashlib
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Limit:
    """``name`` keeps the counters of different kinds apart."""

    name: str
    most: int
    seconds: int

    def is_exceeded(self, key: str) -> bool:
        """Count one more try; True when it is one too many."""
        window = int(time.time()) // self.seconds
        digest = hashlib.sha256(key.encode()).hexdigest()[:32]
        counter = f"limit:{self.name}:{window}:{digest}"
        if cache.add(counter, 1, self.seconds):
            return self.most < 1
        try:
            return cache.incr(counter) > self.most
        except ValueError:
            return False


def address_of(request: HttpRequest) -> str:
    """The address the server saw; behind a proxy the server is told which proxy to believe."""
    return request.META.get("REMOTE_ADDR", "")
