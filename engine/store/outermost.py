"""The outermost transaction of a command, as ``transaction.atomic`` would make it.

``atomic`` goes through some 150 calls to begin and to commit, a seventh of the time of a command
(docs/benchmarks.md, decision 0113). Blocks inside the command are Django's own and nest as usual.
"""

from collections.abc import Callable
from typing import TypeVar

from django.db import Error
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import TransactionManagementError
from psycopg.pq import TransactionStatus

Result = TypeVar("Result")
INERROR = TransactionStatus.INERROR
_BEGIN = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}


def outermost(found: BaseDatabaseWrapper, command: Callable[[], Result]) -> Result:
    """Run the command between BEGIN and COMMIT, then what waits for the commit.

    Anything raised rolls back and goes on, also what the commit raises. It is no block of Django's, so a
    ``durable`` block inside is not refused.
    """
    _begin(found)
    try:
        result = unbroken(found, command)
    except BaseException:
        found.in_atomic_block = False
        _roll_back(found)
        raise
    found.in_atomic_block = False
    try:
        with found.wrap_database_errors:
            found.connection.commit()
    except BaseException:  # whatever it is: what is told as failed must not be committed by the next command
        _roll_back(found)
        raise
    found.autocommit = True
    found.run_and_clear_commit_hooks()
    return result


def unbroken(found: BaseDatabaseWrapper, command: Callable[[], Result]) -> Result:
    """The command's result, unless an error of the database was swallowed inside: then nothing may stand.

    PostgreSQL would answer the commit of such a transaction with a silent rollback.
    """
    result = command()
    is_aborted = found.vendor == "postgresql" and found.connection.info.transaction_status == INERROR
    if found.needs_rollback or is_aborted:
        raise TransactionManagementError("the transaction is broken")
    return result


def _begin(found: BaseDatabaseWrapper) -> None:
    found.close_if_health_check_failed()
    found.ensure_connection()
    with found.wrap_database_errors:
        found.connection.execute(_BEGIN[found.vendor])
    found.commit_on_exit, found.needs_rollback = True, False
    found.autocommit, found.in_atomic_block = False, True


def _roll_back(found: BaseDatabaseWrapper) -> None:
    found.needs_rollback = False
    if found.closed_in_transaction:
        found.connection = None
        return
    try:
        found.rollback()
    except Error:  # something went wrong with the connection itself: the next command gets another
        found.close()
    finally:
        found.autocommit = True
