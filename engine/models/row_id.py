"""The primary key of rows that every command writes."""

from typing import Any

from django.db import models


class RowId(models.BigAutoField):  # type: ignore[type-arg]  # generic only in the stubs
    """A number given by the database.

    SQLite takes the one after the highest there is: a register of numbers used (AUTOINCREMENT) would be
    one more page in each commit. Not for rows whose number must never come again after they are deleted.
    """

    def db_type_suffix(self, connection: Any) -> str | None:
        suffix: str | None = super().db_type_suffix(connection)
        return None if connection.vendor == "sqlite" else suffix
