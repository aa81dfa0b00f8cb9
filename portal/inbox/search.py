"""Free text over the cases of an inbox: tracking code, applicant's name, numbers; as people type Persian."""

from functools import reduce
from operator import or_

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Lower, Replace

from workflows.directory.models import Person
from workflows.directory.persian_text import latin_digits, search_tokens

_FOLDED = (
    ("ي", "ی"), ("ى", "ی"), ("ئ", "ی"), ("ك", "ک"), ("ة", "ه"), ("ۀ", "ه"),
    ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ؤ", "و"), ("\u200c", ""), (" ", ""), ("-", ""),
)  # fmt: skip
_NUMBERS = ("national_id", "username", "employment__personnel_number")
FEW = 1000


def containing(text: str) -> Q | None:
    """User tasks whose case has every word of ``text`` in its code or its applicant; None without words."""
    if code := tracking_code_in(text):
        return Q(instance__tracking_code=code)
    tokens = search_tokens(text)
    if not tokens:
        return None
    people = Person.objects.annotate(persian=_folded("fa"), english=_folded("en")).order_by()
    found = Q(instance__started_by__in=_ids(people.filter(*map(_has, tokens))))
    joined = "".join(tokens)
    if joined.isdecimal():
        found |= Q(instance__tracking_code__contains=joined)
    return found


def _ids(people: QuerySet) -> list[str] | QuerySet:
    """Read once when they are not many, so that no part of the list's query folds all names again."""
    keys = people.annotate(key=Cast("pk", CharField())).values_list("key", flat=True)
    found = list(keys[: FEW + 1])
    return found if 0 < len(found) <= FEW else keys


def tracking_code_in(text: str) -> str:
    """The twelve digits of a whole tracking code, typed with spaces or dashes in any digits; else empty."""
    compact = "".join(character for character in latin_digits(text) if character not in " -‌–—\u200e\u200f")
    return compact if len(compact) == 12 and compact.isdecimal() else ""


def _has(token: str) -> Q:
    numbers = (Q(**{f"{name}__contains": token}) for name in _NUMBERS)
    return reduce(or_, numbers, Q(persian__contains=token) | Q(english__contains=token))


def _folded(language: str) -> Lower:
    """First and last name as ``persian_text.search_key`` folds them, as far as SQL can."""
    joined = Concat(f"first_name_{language}", Value("|"), f"last_name_{language}", output_field=CharField())
    pairs = _FOLDED if language == "fa" else _FOLDED[-2:]
    return Lower(reduce(lambda text, pair: Replace(text, Value(pair[0]), Value(pair[1])), pairs, joined))
