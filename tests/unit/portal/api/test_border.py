"""What holds for every address: signing in, 404 for strangers, size, caches, other origins, the document."""

import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from jsonschema import Draft202012Validator

from tests.scenarios.letters.office import Office
from tests.unit.portal.api.calling import LOAN, Caller, is_problem

OPEN = {("post", "/api/v1/tokens"), ("get", "/api/v1/verify/{token}")}
BODIES = {
    "createRequest": {"data": LOAN},
    "completeTask": {"outcome": "approve", "expected_revision": "x"},
    "returnTask": {"reason": "مدرک ناقص", "expected_revision": "x"},
    "fetchAndLockJobs": {"worker_id": "w", "topics": ["x"]},
    "completeJob": {"worker_id": "w", "lock": 1},
    "failJob": {"worker_id": "w", "lock": 1, "error": "x"},
    "sendMessage": {"name": "x"},
    "extendJobLock": {"worker_id": "w", "lock": 1},
}


@pytest.fixture
def document() -> dict[str, Any]:
    return Client().get("/api/v1/openapi.json").json()


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def call(caller: Caller, method: str, address: str, operation: dict[str, Any]) -> Any:
    if method == "post":
        return caller.post(address, BODIES.get(operation["operationId"]))
    return caller.get(address) if method == "get" else caller.delete(address)


def filled(path: str, **values: object) -> str:
    return re.sub(r"\{(\w+)\}", lambda name: str(values.get(name[1], "x")), path).removeprefix("/api/v1")


def test_the_document_is_openapi_3_1_and_complete(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(document["info"])
    names = [operation["operationId"] for _method, _path, operation in operations(document)]
    assert len(names) == len(set(names)) == 24
    for method, path, operation in operations(document):
        assert operation["summary"] and operation["tags"]
        assert bool(operation["security"]) is ((method, path) not in OPEN)
        assert all(
            set(one) <= set(document["components"]["securitySchemes"]) for one in operation["security"]
        )
        assert "default" in operation["responses"]
        assert any(status.startswith("2") for status in operation["responses"])
        assert all(found["description"] for found in operation["responses"].values())
        assert ("401" in operation["responses"]) or not operation["security"]


def test_path_parameters_and_references_of_the_document_resolve(document: dict[str, Any]) -> None:
    for _method, path, operation in operations(document):
        declared = {found["name"] for found in operation["parameters"] if found["in"] == "path"}
        assert declared == set(re.findall(r"\{(\w+)\}", path))
        assert all("schema" in found and found["in"] for found in operation["parameters"])
    references = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', str(document).replace("'", '"')))
    assert references <= set(document["components"]["schemas"])
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_act_on_a_case_asks_for_a_key(document: dict[str, Any]) -> None:
    asking = {
        operation["operationId"]
        for _method, _path, operation in operations(document)
        if any(found["name"] == "Idempotency-Key" and found["required"] for found in operation["parameters"])
    }
    assert asking == {
        "createRequest", "claimTask", "releaseTask", "completeTask", "returnTask", "sendMessage",
    }  # fmt: skip


def test_every_address_answers_and_none_without_signing_in(office: Office, document: dict[str, Any]) -> None:
    nobody = Caller()
    for method, path, operation in operations(document):
        answer = call(nobody, method, filled(path, task_id=1, incident_id=1, job_id=1), operation)
        if (method, path) in OPEN:
            assert answer.status_code in (404, 422)
        else:
            assert is_problem(answer, 401, "not-signed-in"), path


def test_a_stranger_gets_404_at_every_address_of_a_case(
    office: Office, stranger: Caller, document: dict[str, Any]
) -> None:
    office.loan.unit = office.units["shahriar"]
    office.loan.save()
    case = office.request(office.loan)
    issued = office.request(office.sticker)
    office.decide(issued, office.expert, "approve")
    values = {
        "task_id": office.waiting(case).pk,
        "tracking_code": issued.tracking_code,
        "key": office.loan.code,
        "field": "x",
        "incident_id": 1,
        "job_id": 1,
    }
    tried = 0
    for method, path, operation in operations(document):
        if "{" in path and (method, path) not in OPEN and operation["operationId"] != "uploadFile":
            tried += 1
            assert is_problem(call(stranger, method, filled(path, **values), operation), 404, "not-found")
    assert tried == 13
    code = str(case.tracking_code)
    for path in ("/services", "/requests", "/tasks", "/letters", "/letters?scope=office", "/incidents"):
        answer = stranger.get(path)
        assert answer.status_code == 200
        assert code not in answer.text and str(issued.tracking_code) not in answer.text
    assert office.waits_at(case) == ["expert_review"]


@pytest.mark.parametrize("address", ["", "nothing", "tasks/1/nothing", "docs", "services/"])
def test_an_unknown_address_is_a_problem_document(office: Office, address: str) -> None:
    assert is_problem(Client().get(f"/api/v1/{address}"), 404, "not-found")


def test_a_wrong_method_is_named_with_the_right_ones(office: Office, expert: Caller) -> None:
    answer = expert.delete("/tasks")
    assert is_problem(answer, 405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET"


def test_nothing_is_kept_by_caches_nor_given_to_other_origins(office: Office, expert: Caller) -> None:
    for answer in (expert.get("/tasks"), expert.get("/nothing"), Caller().get("/tasks")):
        assert "no-store" in answer.headers["Cache-Control"]
        assert not any(name.lower().startswith("access-control") for name in answer.headers)
    asked = Client().options(
        "/api/v1/tasks",
        headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"},
    )
    assert is_problem(asked, 405, "method-not-allowed")
    assert "Access-Control-Allow-Origin" not in asked.headers


def test_a_large_body_is_refused_before_it_is_read(office: Office, teacher: Caller) -> None:
    body = b'{"data": "' + b"x" * (256 * 1024) + b'"}'
    answer = teacher.post(f"/services/{office.loan.code}/requests", body)
    assert is_problem(answer, 413, "content-too-large")


def test_a_body_of_unknown_length_is_refused(office: Office, teacher: Caller) -> None:
    answer = teacher.client.get("/api/v1/tasks", headers=teacher.headers(**{"Transfer-Encoding": "chunked"}))
    assert is_problem(answer, 411, "length-required")


def test_only_json_is_read(office: Office, teacher: Caller) -> None:
    address = f"/api/v1/services/{office.loan.code}/requests"
    headers = teacher.headers(**{"Idempotency-Key": "1"})
    answer = teacher.client.post(address, "a=1", content_type="text/plain", headers=headers)
    assert is_problem(answer, 415, "media-type")


@pytest.mark.parametrize(
    "address", ["/requests/%00", "/tasks?q=%00", "/services/%00/form", "/letters/%00.pdf"]
)
def test_characters_no_database_keeps_are_refused(office: Office, teacher: Caller, address: str) -> None:
    assert is_problem(teacher.get(address), 400, "malformed-request")


def test_too_many_calls_are_slowed_down(office: Office, expert: Caller, monkeypatch: Any) -> None:
    from portal.api import auth

    monkeypatch.setattr(auth, "CALLS", auth.Limit("few", most=2, seconds=60))
    assert [expert.get("/tasks").status_code for _call in range(2)] == [200, 200]
    answer = expert.get("/tasks")
    assert is_problem(answer, 429, "too-many-calls")
    assert answer.headers["Retry-After"] == "60"


@override_settings(KARTABL_MAINTENANCE=True)
def test_a_closed_portal_says_so(db: None) -> None:
    assert is_problem(Client().get("/api/v1/openapi.json"), 503, "unavailable")


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [(OperationalError("gone"), 503, "unavailable"), (KeyError("secret"), 500, "server-error")],
)
def test_a_fault_says_nothing_of_its_cause(
    office: Office, expert: Caller, monkeypatch: Any, fault: Exception, status: int, code: str
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise fault

    monkeypatch.setattr("portal.api.routes.tasks.page_of", fail)
    answer = expert.get("/tasks")
    assert is_problem(answer, status, code)
    assert "secret" not in answer.text and "gone" not in answer.text
