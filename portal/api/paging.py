"""Keyset paging by id, newest first: the last id of a page is the cursor of the next."""

from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Query

PageSize = Annotated[int, Query(ge=1, le=100, description="How many at most.")]
After = Annotated[
    int | None, Query(ge=1, le=2**63 - 1, description="Cursor: the field `next` of the page before.")
]


def page_by_id(found: QuerySet[Any], after: int | None, limit: int) -> tuple[list[Any], int | None]:
    """One page of rows and the cursor of the next one, None behind the last."""
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found.order_by("-pk")[: limit + 1])
    return rows[:limit], rows[limit - 1].pk if len(rows) > limit else None
