"""Letters: the own ones or those in reach, the paper, and whether a paper is genuine."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from portal.api.openapi import binary, problems
from portal.api.paging import After, PageSize, page_by_id
from portal.api.problems import ApiProblem, ProblemError
from portal.formatting.reader import language
from portal.letters.downloads import attach
from portal.letters.facts import addressee, holder_name
from portal.letters.filters import LettersQuery
from portal.letters.lookups import log_lookup
from portal.letters.masking import masked
from portal.letters.models import LetterLookup
from portal.letters.rate_limit import address_of
from portal.letters.reach import letter_for, letters_in_reach
from portal.letters.validity import validity_of
from portal.letters.verify import VISITS, letter_of_token
from workflows.letters.models import Letter
from workflows.letters.printing import letter_pdf
from workflows.letters.search import letters_of

router = Router()
Text = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
State = Literal["valid", "expired", "void"]


class LetterFilters(Schema):
    """``since`` and ``until``: days such as 2026-11-21 or 1405/08/30, both included."""

    q: Text = ""
    service: Text = ""
    unit: Text = ""
    state: Literal["", "valid", "expired", "void"] = ""
    size: Literal["", "A4", "A5"] = ""
    since: Text = ""
    until: Text = ""


class LetterSummary(Schema):
    """``state`` is what the letter is worth today."""

    tracking_code: str
    number: str
    service: str
    title: str
    holder: str
    addressee: str
    unit: str
    issued_at: datetime
    valid_until: date
    state: State
    size: str
    voided_at: datetime | None


class Letters(Schema):
    items: list[LetterSummary]
    next: int | None


class Verification(Schema):
    """A genuine letter, the holder's name reduced to first letters."""

    number: str
    state: State
    title: str
    holder: str
    addressee: str
    issued_by: str
    issued_on: date
    valid_until: date
    voided_at: datetime | None


@router.get(
    "/letters",
    response=Letters,
    operation_id="listLetters",
    summary="The own letters, or with scope `office` those in the reach of the caller's roles",
    openapi_extra=problems(422),
)
def list_letters(
    request: HttpRequest,
    filters: Query[LetterFilters],
    scope: Literal["own", "office"] = "own",
    after: After = None,
    limit: PageSize = 30,
) -> Letters:
    person_id = str(request.auth.pk)
    query = LettersQuery(**filters.model_dump())
    if query.errors:
        wrong = [
            ProblemError(pointer=f"?{name}", code="date-form", detail=text)
            for name, text in query.errors.items()
        ]
        raise ApiProblem("request-invalid", errors=wrong)
    letters = letters_in_reach(person_id) if scope == "office" else letters_of(person_id)
    rows, cursor = page_by_id(query.apply(letters.defer("body_html", "letterhead_html")), after, limit)
    return Letters(items=[_summary(letter) for letter in rows], next=cursor)


@router.get(
    "/letters/{tracking_code}.pdf",
    operation_id="getLetterPdf",
    summary="The paper of a letter, own or in reach",
    openapi_extra=problems(404, **{"200": binary("application/pdf", "The letter")}),
)
def get_letter_pdf(request: HttpRequest, tracking_code: str) -> HttpResponse:
    letter = letter_for(tracking_code, str(request.auth.pk))
    response = HttpResponse(letter_pdf(letter), content_type="application/pdf")
    return attach(response, f"letter-{letter.number.replace('/', '-')}.pdf")


@router.get(
    "/verify/{token}",
    auth=None,
    response=Verification,
    operation_id="verifyLetter",
    summary="Is a paper genuine? By the token of its QR code, without signing in",
    openapi_extra=problems(404, 429),
)
def verify_letter(request: HttpRequest, token: str) -> Verification:
    """Every look-up is logged, as on the page."""
    if VISITS.is_exceeded(address_of(request)):
        raise ApiProblem("too-many-calls", headers={"Retry-After": str(VISITS.seconds)})
    letter = letter_of_token(token)
    result = LetterLookup.Result.SHOWN if letter else LetterLookup.Result.UNKNOWN
    log_lookup(request, LetterLookup.Way.QR, result, letter)
    if letter is None:
        raise ApiProblem("not-found")
    return Verification(
        number=letter.number,
        state=validity_of(letter).name,
        title=letter.title(language()),
        holder=masked(holder_name(letter)),
        addressee=addressee(letter),
        issued_by=letter.unit.name(language()),
        issued_on=letter.issued_on,
        valid_until=letter.valid_until,
        voided_at=letter.voided_at,
    )


def _summary(letter: Letter) -> LetterSummary:
    return LetterSummary(
        tracking_code=letter.tracking_code,
        number=letter.number,
        service=letter.offering_code,
        title=letter.title(language()),
        holder=holder_name(letter),
        addressee=addressee(letter),
        unit=letter.unit.name(language()),
        issued_at=letter.issued_at,
        valid_until=letter.valid_until,
        state=validity_of(letter).name,
        size=letter.size,
        voided_at=letter.voided_at,
    )
