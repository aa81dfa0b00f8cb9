"""A program that calls the API as a person."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.test import Client

from portal.api.tokens import issue_token
from tests.scenarios.letters.office import Office
from workflows.directory.models import Person

KEYS = count(1)
LOAN = {
    "bank_name": "melli",
    "branch": "مرکزی",
    "amount": "500000000",
    "instalments": 36,
    "has_guarantor": False,
}


@dataclass
class Caller:
    """``token`` empty: nobody. Every post gets a new Idempotency-Key unless ``key`` names one."""

    token: str = ""
    language: str = "en"
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @classmethod
    def of(cls, person: Person, language: str = "en") -> "Caller":
        return cls(issue_token(person)[1], language)

    def headers(self, **more: str) -> dict[str, str]:
        signed = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {**signed, "Accept-Language": self.language, **more}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"/api/v1{path}", query, headers=self.headers())

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        headers = self.headers(**{"Idempotency-Key": f"key-{next(KEYS)}" if key is None else key})
        return self.client.post(
            f"/api/v1{path}", content, content_type="application/json" if content else "", headers=headers
        )

    def delete(self, path: str) -> Any:
        return self.client.delete(f"/api/v1{path}", headers=self.headers())


def is_problem(answer: Any, status: int, code: str) -> bool:
    """Whether the answer is this problem document, with everything RFC 9457 asks for."""
    document = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json", answer.headers
    assert set(document) <= {"type", "title", "status", "detail", "errors"}
    assert document["title"] and document["detail"]
    assert (answer.status_code, document["status"]) == (status, status), document
    assert document["type"] == f"urn:kartabl:problem:{code}", document
    return True


def revision(caller: Caller, task_id: int) -> str:
    """The revision that a program reads before it decides."""
    return str(caller.get(f"/tasks/{task_id}").json()["revision"])


def decide(caller: Caller, office: Office, case: Any, outcome: str = "approve", **data: Any) -> Any:
    """Read the step that waits in the case, then decide it."""
    task = office.waiting(case).pk
    body = {"outcome": outcome, "data": data, "expected_revision": revision(caller, task)}
    return caller.post(f"/tasks/{task}/complete", body)
