"""One command, one transaction: retried whole when the database asks for it.

Who has waited for a lock as long as the settings allow is told so (Busy), not made to wait again.
"""

import logging
import random
import time
from collections.abc import Callable
from itertools import count
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, IntegrityError, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from engine.errors import Busy
from engine.runtime import IncompleteState
from engine.store.dialect import through_driver
from engine.store.outermost import outermost, unbroken
from engine.store.scope_states import whole_states

log = logging.getLogger(__name__)
Result = TypeVar("Result")
ATTEMPTS = 5
# unique columns and constraints whose value the next attempt chooses anew
CHOSEN_ANEW = ("tracking_code", "process_definition_version", "artifact_version")
RETRIABLE_STATES = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available
WAITED = "55P03"


def in_transaction(command: Callable[[], Result]) -> Result:
    """Run the command in a transaction, and again after a deadlock or a clash of chosen values.

    What needs a state with all of its parts (``scope_states``) is carried out once more with them.
    Joins an outer atomic block, where it is tried once. Raises Busy when it never came through, or met a
    lock that is not given up.
    """
    try:
        return _repeated(command)
    except IncompleteState:
        with whole_states():
            return _repeated(command)


def _repeated(command: Callable[[], Result]) -> Result:
    found = connections[DEFAULT_DB_ALIAS]
    last = 0 if found.in_atomic_block else ATTEMPTS - 1
    for attempt in count():
        try:
            return _attempt(found, command)
        except (OperationalError, IntegrityError) as error:
            if not _is_retriable(error):
                raise
            if attempt == last or _state_of(error) == WAITED:
                raise Busy() from error
            log.info("command is tried again (%s)", type(error).__name__)
            time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311 (jitter, not a secret)
    raise AssertionError("the loop ends by itself")


def _attempt(found: BaseDatabaseWrapper, command: Callable[[], Result]) -> Result:
    """Whoever watches statements (execute wrappers, the query log) gets Django's way to the database."""
    if found.execute_wrappers or found.queries_logged:
        with transaction.atomic():
            return unbroken(found, command)
    if found.in_atomic_block:
        with transaction.atomic():
            return through_driver(found, command)
    return outermost(found, lambda: through_driver(found, command))


def _is_retriable(error: OperationalError | IntegrityError) -> bool:
    if isinstance(error, IntegrityError):
        diagnosis = getattr(error.__cause__, "diag", None)  # PostgreSQL's text holds the values as well
        text = str(error) if diagnosis is None else str(diagnosis.constraint_name)
        return any(name in text for name in CHOSEN_ANEW)
    return _state_of(error) in RETRIABLE_STATES or "database is locked" in str(error)


def _state_of(error: Exception) -> str | None:
    """PostgreSQL's code of the error."""
    return getattr(error.__cause__, "sqlstate", None)
