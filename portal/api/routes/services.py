"""What the caller may order, the form of it, and ordering it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from engine import api
from engine.actor import Actor
from engine.forms import FieldDefinition, FormContext, FormDefinition
from engine.forms.errors import FieldError, InvalidValue
from engine.forms.file_answers import attach_answers
from engine.forms.lookups import server_values
from engine.forms.messages import error_text
from engine.forms.typed_values import neutral_value
from engine.forms.uploads import store_upload
from portal.api.form_data import context_of, judged
from portal.api.idempotency import IdempotencyKey, once
from portal.api.openapi import problems
from portal.api.problems import ApiProblem, ProblemError
from portal.api.request_states import RequestState, state_of
from portal.formatting.reader import language
from portal.services.offerings import OfferingCard, card_for, cards_for, form_of
from portal.services.statuses import status_of
from workflows.catalogue.limits import request_unit
from workflows.catalogue.orders import offering_facts
from workflows.directory.models import Person

router = Router()


class Refusal(Schema):
    """Why it cannot be ordered now: a stable code, and words for people."""

    code: str
    detail: str


class Service(Schema):
    """A service as the caller meets it; ``remaining`` null means without limit."""

    key: str
    title: str
    summary: str
    can_order: bool
    refusal: Refusal | None
    remaining: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    approval_steps: int
    paper_size: str
    validity_days: int


class Services(Schema):
    items: list[Service]


class ServiceForm(Schema):
    """The stored form (``schema``, ``ui``, ``logic``, ``i18n``) and what the server knows beforehand.

    ``known``: values of read-only fields, taken from the own record. ``options``: the choices of
    fields whose choices the service supplies.
    """

    key: str
    pin: str
    form: dict[str, Any]
    known: dict[str, Any]
    options: dict[str, list[Any]]


class Answers(Schema):
    """Answers by field name, neutral: ISO dates, decimals as strings, files as references."""

    data: dict[str, Any]


class Submitted(Schema):
    id: int
    tracking_code: str
    state: RequestState


class StoredReference(Schema):
    ref: str


@router.get(
    "/services",
    response=Services,
    operation_id="listServices",
    summary="Services the caller may order, with the reason where not now",
)
def list_services(request: HttpRequest) -> Services:
    return Services(items=[_service(card) for card in cards_for(request.auth)])


@router.get(
    "/services/{key}/form",
    response=ServiceForm,
    operation_id="getServiceForm",
    summary="The form of a service",
    openapi_extra=problems(404),
)
def get_service_form(request: HttpRequest, key: str) -> ServiceForm:
    card = card_for(key, request.auth)
    form, context = form_of(card), _context(card, request.auth)
    return ServiceForm(
        key=form.key,
        pin=form.pin,
        form=dict(form.source),
        known=server_values(form, {}, context),
        options=_options(form, context),
    )


@router.post(
    "/services/{key}/files/{field}",
    response={201: StoredReference},
    operation_id="uploadFile",
    summary="Upload a file for a field; its reference is the answer",
    openapi_extra=problems(404, 413, 415, 422),
)
def upload_file(request: HttpRequest, key: str, field: str, file: File[UploadedFile]) -> Status:
    """``field``: its name, in a repeating group ``group.name``. Kind and size are those of the form."""
    card = card_for(key, request.auth)
    form = form_of(card)
    found = _field_named(form, field)
    if found is None or found.widget != "file":
        raise ApiProblem("not-found")
    person_id, rules = str(request.auth.pk), found.settings
    try:
        ref = store_upload(file, accept=rules["accept"], max_bytes=rules["maxBytes"], owner_id=person_id)
    except InvalidValue as error:
        wrong = FieldError(field, error.code, error.params)
        detail = error_text(wrong, form, _context(card, request.auth))
        told = ProblemError(pointer="#/file", code=error.code, detail=detail)
        raise ApiProblem("file-invalid", errors=[told]) from error
    return Status(201, StoredReference(ref=ref))


@router.post(
    "/services/{key}/requests",
    response={201: Submitted},
    operation_id="createRequest",
    summary="Order a service: submit the form finally",
    openapi_extra=problems(400, 404, 409, 413, 415, 422),
)
def create_request(request: HttpRequest, key: str, body: Answers, idempotency_key: IdempotencyKey) -> Status:
    """Judged by the server; a refused call changes nothing and does not use up the key."""
    return Status(201, once(request, idempotency_key, lambda command: _order(request, key, body, command)))


def _order(request: HttpRequest, key: str, body: Answers, command_id: str) -> Submitted:
    person: Person = request.auth
    card = card_for(key, person)
    form, offering = form_of(card), card.status.offering
    values = judged(form, body.data, _context(card, person))
    started = api.start(
        offering.process_key,
        values,
        business_key=offering.code,
        unit=request_unit(person),
        by=Actor(str(person.pk), channel="api"),
        command_id=command_id,
    )
    attach_answers(form, values)
    state = state_of(status_of(started))
    return Submitted(id=started.pk, tracking_code=started.tracking_code, state=state)


def _service(card: OfferingCard) -> Service:
    offering, reason = card.status.offering, card.status.reason
    return Service(
        key=offering.code,
        title=card.title,
        summary=offering.summary_fa if language() == "fa" else offering.summary_en,
        can_order=reason is None,
        refusal=Refusal(code=reason.code, detail=card.refusal) if reason else None,
        remaining=card.status.remaining,
        opens_at=offering.opens_at,
        closes_at=offering.closes_at,
        approval_steps=offering.approval_steps,
        paper_size=offering.paper_size,
        validity_days=offering.validity_days,
    )


def _context(card: OfferingCard, person: Person) -> FormContext:
    facts = offering_facts(card.status.offering)
    values = {"offering": facts, "ceilings": facts["ceilings"]}
    return context_of(str(person.pk), request_unit(person), values)


def _options(form: FormDefinition, context: FormContext) -> dict[str, list[Any]]:
    """The choices that are not in the schema, in the kind of value that the field stores."""
    return {
        name: [neutral_value(value, field.schema) for value in context.values.get(source) or ()]
        for name, field in form.fields.items()
        if (source := field.settings.get("optionsFrom"))
    }


def _field_named(form: FormDefinition, name: str) -> FieldDefinition | None:
    outer, _dot, inner = name.partition(".")
    field = form.fields.get(outer)
    if field is None or not inner:
        return field
    return next((child for child in field.children if child.name == inner), None)
