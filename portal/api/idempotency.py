"""A repeated call with the same Idempotency-Key gives the first answer and does nothing (decision 0091)."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header, Schema

from engine import clock
from portal.api.models import ApiCall
from portal.api.problems import ApiProblem

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Chosen by the caller, new for every act; the same again when the act is repeated.",
    ),
]


def once(request: HttpRequest, key: str, work: Callable[[str], Schema]) -> dict[str, Any]:
    """The answer of ``work(command_id)``, or the first one's. Raises ApiProblem when the key served another call.

    A refused call does not use the key up. Two equal calls at once are told apart by the engine,
    which carries a command id out once.
    """
    digest, fingerprint = _sha256(key.encode()), _fingerprint(request)
    mine = {"person_id": request.auth.pk, "key": digest}
    kept = ApiCall.objects.filter(**mine).first()
    if kept is None:
        answer = work(f"api:{digest}").model_dump(mode="json")
        first = {"fingerprint": fingerprint, "answer": answer, "at": clock.now()}
        kept, _made = ApiCall.objects.get_or_create(**mine, defaults=first)
    if kept.fingerprint != fingerprint:
        raise ApiProblem("idempotency-key-reused")
    return dict(kept.answer)


def _fingerprint(request: HttpRequest) -> str:
    return _sha256(f"{request.method} {request.path}\n".encode() + request.body)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
