"""Free text over the cases of an inbox: tracking code, applicant's name, numbers; as people type Persian."""

from functools import reduce

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, Lower, Replace

from workflows.directory.models import Person
from workflows.directory.persian_text import latin_digits, search_tokens

_FOLDED = (
    ("ي", "ی"), ("ى", "ی"), ("ئ", "ی"), ("ك", "ک"), ("ة", "ه"), ("ۀ", "ه"),
    ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ؤ", "و"), ("\u200c", ""), (" ", ""), ("-", ""),
)  # fmt: skip
_SEARCHED = (
    "first_name_fa", "last_name_fa", "first_name_en", "last_name_en", "national_id", "username",
    "employment__personnel_number",
)  # fmt: skip


def containing(tasks: QuerySet, text: str) -> QuerySet:
    """The user tasks whose case has every word of ``text`` in its code or its applicant."""
    if code := tracking_code_in(text):
        return tasks.filter(instance__tracking_code=code)
    tokens = search_tokens(text)
    if not tokens:
        return tasks
    people = Person.objects.annotate(searched=_folded_names()).order_by()
    people = people.filter(*(Q(searched__contains=token) for token in tokens))
    found = Q(instance__started_by__in=people.annotate(key=Cast("pk", CharField())).values("key"))
    joined = "".join(tokens)
    if joined.isdecimal():
        found |= Q(instance__tracking_code__contains=joined)
    return tasks.filter(found)


def tracking_code_in(text: str) -> str:
    """The twelve digits of a whole tracking code, typed with spaces or dashes in any digits; else empty."""
    compact = "".join(character for character in latin_digits(text) if character not in " -‌–—\u200e\u200f")
    return compact if len(compact) == 12 and compact.isdecimal() else ""


def _folded_names() -> Lower:
    parts = [part for name in _SEARCHED for part in (F(name), Value("|"))]
    joined = Concat(*parts, output_field=CharField())
    return Lower(reduce(lambda text, pair: Replace(text, Value(pair[0]), Value(pair[1])), _FOLDED, joined))
