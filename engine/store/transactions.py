"""One command, one transaction: retried whole when the database asks for it."""

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction

from engine.errors import Busy

log = logging.getLogger(__name__)
Result = TypeVar("Result")
ATTEMPTS = 5
RETRIABLE_STATES = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available


def in_transaction(command: Callable[[], Result]) -> Result:
    """Run the command in a transaction, and again after a deadlock or lock time-out.

    Joins an outer atomic block, which then must retry by itself. Raises Busy when it never came through.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            return command()
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return command()
        except (OperationalError, IntegrityError) as error:
            if not _is_retriable(error):
                raise
            log.info("command is tried again (%s)", type(error).__name__)
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 (jitter, not a secret)
    raise Busy()


def _is_retriable(error: OperationalError | IntegrityError) -> bool:
    if isinstance(error, IntegrityError):
        return "tracking_code" in str(error)
    state = getattr(error.__cause__, "sqlstate", None)
    return state in RETRIABLE_STATES or "database is locked" in str(error)
