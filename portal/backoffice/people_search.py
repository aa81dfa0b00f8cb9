"""Free text that finds people and units however they are spelled: ی/ي, ک/ک, half-spaces, digits of any script."""

from collections.abc import Iterable
from functools import reduce
from typing import TypeVar

from django.db.models import Expression, Model, Q, QuerySet, Value
from django.db.models.functions import Lower, Replace

from workflows.directory.models import Person
from workflows.directory.persian_text import search_tokens

Row = TypeVar("Row", bound=Model)
_SPELLINGS = (
    ("ي", "ی"), ("ى", "ی"), ("ئ", "ی"), ("ك", "ک"), ("ة", "ه"), ("ۀ", "ه"), ("أ", "ا"), ("إ", "ا"), ("آ", "ا"),
    ("ؤ", "و"), ("\u200c", ""), ("ـ", ""), ("-", ""), (" ", ""),
)  # fmt: skip
PERSON_FIELDS = (
    "first_name_fa", "last_name_fa", "first_name_en", "last_name_en", "national_id", "username", "mobile",
    "employment__personnel_number",
)  # fmt: skip


def search_people(people: QuerySet[Person], query: str) -> QuerySet[Person]:
    """People in whose names or numbers every word of the query occurs."""
    return folded_match(people, query, PERSON_FIELDS)


def folded_match(rows: QuerySet[Row], query: str, names: Iterable[str]) -> QuerySet[Row]:
    """The rows in one of whose folded fields each word of the query occurs; all rows without a query."""
    tokens = search_tokens(query)
    if not tokens:
        return rows
    folded = {f"folded_{name}": _folded(name) for name in names}
    for token in tokens:
        anywhere = reduce(lambda found, name: found | Q(**{f"{name}__contains": token}), folded, Q())
        rows = rows.alias(**folded).filter(anywhere)
    return rows


def _folded(name: str) -> Expression:
    """The field spelled as ``persian_text.fold`` spells, without spaces; numbers and Latin names in small letters."""
    text: Expression = Lower(name)
    if name.endswith("_fa"):
        return reduce(lambda found, pair: Replace(found, Value(pair[0]), Value(pair[1])), _SPELLINGS, text)
    return text
