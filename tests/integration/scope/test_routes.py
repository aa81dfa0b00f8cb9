"""No address of the portal shows or changes anything of a case to whom it does not concern."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from portal.api.tokens import issue_token
from portal.letters.models import LetterLookup
from tests.integration.fingerprint import fingerprint
from tests.integration.scope.district import FIRST, District
from tests.integration.scope.routes import Route, all_routes
from workflows.directory.models import Person

WATCHERS = (
    "anonymous",
    "citizen of another district",
    "expert of another district",
    "chief and manager of another district",
    "administrator of another district",
    "colleague of the applicant",
    "services manager of the same district",
)
OPEN_TO_ALL = {  # shows something of its argument to everybody → why
    "letters:verify-token": "who holds the paper may check it; the name is masked",
    "api-v1:verify_letter": "the same by machine",
    "services:offering": "an offering is no case",
    "services:order": "an offering is no case",
    "api-v1:get_service_form": "an offering is no case",
    "api-v1:create_request": "an offering is no case",
    "backoffice:definitions:show": "processes belong to no district",
    "backoffice:definitions:xml": "processes belong to no district",
}
BY_SERVICE = {"services:offering", "services:order"}  # here ``code`` is that of an offering
OWN_DISTRICT = {  # what a services manager of district A manages there
    "backoffice:offerings:edit",
    "backoffice:offerings:copy",
}
FREE = ("engine.artifact", "directory.person")  # changed lawfully by strangers
REFUSED = {302, 401, 403, 404, 405, 415, 422}
SEARCH = "?q=" + "رازدار" + "&person=" + FIRST + "&days=0"
ACT = {
    "outcome": "approve",
    "reason": "دیدن آنچه نباید",
    "to": "me",
    "sure": "yes",
    "command_id": "intruder",
    "name_fa": "تغییر یافته",
    "role": "letters.expert",
}


@pytest.fixture
def district(db: None, settings: Any, tmp_path: Path) -> Iterator[District]:
    settings.MEDIA_ROOT = tmp_path
    call_command("deploy_definitions", verbosity=0)
    cache.clear()
    yield District()
    cache.clear()


@pytest.mark.parametrize("watcher", WATCHERS)
def test_nothing_of_a_case_is_seen_or_changed_by(district: District, watcher: str) -> None:
    person = district.watchers()[watcher]
    before, secrets = fingerprint(*FREE), district.secrets()
    faults: list[str] = []
    for route, path in addresses(district):
        if person is not None and watcher.startswith("services manager") and route.name in OWN_DISTRICT:
            continue
        for answer in attempts(person, route, path):
            faults += [f"{answer.request_line}: shows {secret!r}" for secret in found_in(answer, secrets)]
            if route.arguments and route.name not in OPEN_TO_ALL and answer.status not in REFUSED:
                faults.append(f"{answer.request_line}: answers {answer.status}")
    assert not faults, f"{watcher}:\n" + "\n".join(sorted(set(faults)))
    LetterLookup.objects.all().delete()
    after = fingerprint(*FREE)
    assert [name for name in before if before[name] != after[name]] == []


def addresses(district: District) -> list[tuple[Route, str]]:
    """Every route, filled for each case; fails for an argument that the district has nothing for."""
    found: dict[str, Route] = {}
    for route in all_routes():
        unknown = set(route.arguments) - set(district.cases[0])
        assert not unknown, (
            f"say in district.py what {unknown} of {route.pattern} is for a case of district A"
        )
        if route.name == "accounts:logout":
            continue
        for case in district.cases:
            values = {**case, "code": case["key"]} if route.name in BY_SERVICE else case
            found.setdefault(route.path(values), route)
    return [(route, path) for path, route in found.items()]


class Answer:
    """An answer as a reader sees it: status, and all the text in it but the address that was asked for."""

    def __init__(self, response: Any) -> None:
        asked = response.wsgi_request
        self.request_line, self.status = f"{asked.method} {asked.get_full_path()}", response.status_code
        content = b"".join(response.streaming_content) if response.streaming else response.content
        text = readable(content, response.headers.get("Content-Type", ""))
        if self.status == 302:
            text += unquote(response.headers["Location"])
        self.text = text.replace(asked.path, "")


def readable(content: bytes, kind: str) -> str:
    if "spreadsheet" in kind:
        cells = [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.values for cell in row]
        return "\n".join(str(cell) for cell in cells)
    if "json" in kind and content:
        return json.dumps(json.loads(content), ensure_ascii=False)
    return content.decode("utf-8", errors="replace")


def attempts(person: Person | None, route: Route, path: str) -> Iterator[Answer]:
    """Read it, search in it, act on it."""
    client = Client(raise_request_exception=True)
    headers = {"Idempotency-Key": f"intruder-{path}"[:200]}
    if person is not None:
        client.force_login(person)
        if route.name.startswith("api-"):
            headers["Authorization"] = f"Bearer {issue_token(person)[1]}"
    for target in (path,) if route.arguments else (path, path + SEARCH):
        yield Answer(client.get(target, headers=headers))
    if route.name.startswith("api-"):
        body = json.dumps({"outcome": "approve", "data": {}, "expected_revision": "", "reason": "دیدن"})
        yield Answer(client.post(path, body, "application/json", headers=headers))
        yield Answer(client.delete(path, headers=headers))
    else:
        yield Answer(client.post(path, ACT))


def found_in(answer: Answer, secrets: list[str]) -> list[str]:
    return [secret for secret in secrets if secret in answer.text]


def test_the_watch_is_not_blind(district: District) -> None:
    """The applicant, who may see the cases, does find the secrets at these addresses."""
    seen = {
        secret
        for route, path in addresses(district)
        if route.name in ("services:request", "services:requests", "letters:print")
        for answer in attempts(district.applicant, route, path)
        for secret in found_in(answer, district.secrets())
    }
    assert len(seen) >= 4
