"""Every page that a person of the demo reaches: axe, width, console and CSP, in both languages and widths."""

import pytest

from tests.e2e.atlas import Atlas
from tests.e2e.conftest import Visit
from tests.e2e.server import Server
from tests.e2e.visitor import Visitor
from tests.integration.scope.routes import all_routes
from workflows.directory.demo_people import PEOPLE

pytestmark = pytest.mark.e2e
USERNAMES = [person.username for person in PEOPLE]
NO_PAGES = {  # not reached by a link → why
    "healthz": "for machines",
    "metrics": "for machines",
    "accounts:logout": "post",
    "accounts:language": "post",
    "accounts:calendar": "post",
    "accounts:keep-alive": "for scripts",
    "accounts:resume": "after an interruption (test_interruptions)",
    "accounts:notices-read": "post",
    "accounts:notice": "leads to the page it is about",
    "services:submitted": "after submission (test_journey)",
    "services:file": "download",
    "services:withdraw": "post",
    "services:discard": "post",
    "inbox:claim": "post",
    "inbox:release": "post",
    "inbox:assign": "post",
    "inbox:delegate": "post",
    "inbox:diagram": "read by the diagram",
    "inbox:file": "download",
    "audit:diagram": "read by the diagram",
    "audit:json": "download",
    "audit:xlsx": "download",
    "audit:verify": "post",
    "backoffice:units:switch": "post",
    "backoffice:units:stamp": "picture",
    "backoffice:people:revoke": "post",
    "backoffice:people:password": "post (test_passwords)",
    "backoffice:people:unlock": "post",
    "backoffice:posts:signature": "picture",
    "backoffice:incidents:retry": "post",
    "backoffice:standstill:suspend": "post",
    "backoffice:standstill:resume": "post",
    "backoffice:definitions:xml": "read by the diagram",
    "letters:export": "download",
    "letters:pdf": "download",
    "letters:verify-token": "behind the QR code (test_journey)",
    "home": "leads to a room; its page is for visitors",
    "accounts:login": "for visitors",
}


@pytest.fixture(scope="module")
def atlas(server: Server) -> Atlas:
    return Atlas(server.url)


@pytest.mark.parametrize("username", USERNAMES)
def test_pages_of_a_person_have_no_fault(visit: Visit, atlas: Atlas, username: str) -> None:
    reader = visit(username, "fa", 1280)
    atlas.explore(username, reader.context.request)
    assert atlas.pages[username]
    faults: list[str] = []
    for language in ("fa", "en"):
        reader.language = language
        for number, address in enumerate(atlas.pages[username]):
            reader.resize(1280)
            reader.open(address)
            reader.choose_language()
            faults += look(reader, f"{username}-{number:02}")
            reader.resize(390)
            faults += look(reader, f"{username}-{number:02}")
    assert not faults, "\n".join(faults)


def look(reader: Visitor, picture: str) -> list[str]:
    if reader.page.query_selector("kartabl-diagram"):
        reader.page.wait_for_selector("kartabl-diagram[data-ready]")
    reader.take_picture(picture)
    place = f"{reader.page.url.removeprefix(reader.url)} {reader.language} {reader.width}"
    return [f"{place}: {fault}" for fault in reader.faults()]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_pages_for_visitors_have_no_fault(visit: Visit, language: str) -> None:
    visitor = visit("", language, 1280)
    faults: list[str] = []
    for address in ("/", "/accounts/login", "/verify/", "/services/track", "/no/such/page", "/verify/forged"):
        visitor.open(address)
        visitor.choose_language()
        for width in (1280, 390):
            visitor.resize(width)
            faults += look(visitor, f"visitor{address.replace('/', '-')}")
    visitor.open("/accounts/login")
    visitor.page.fill("[name=username]", "nobody")
    visitor.page.fill("[name=password]", "wrong")
    visitor.page.click("form.card .actions button")
    visitor.page.wait_for_selector(".error-summary")
    faults += look(visitor, "visitor-wrong-password")
    assert not faults, "\n".join(faults)


def test_every_page_was_reached_by_somebody(atlas: Atlas) -> None:
    """A new page that no link leads to is named here: link it, or say in NO_PAGES why there is none."""
    if len(atlas.pages) < len(USERNAMES):
        pytest.skip("only after all people have walked")
    missing = [
        route.name
        for route in all_routes()
        if route.name not in NO_PAGES and not route.name.startswith("api-") and not atlas.kinds[route.name]
    ]
    assert not missing
