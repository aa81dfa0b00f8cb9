"""A real server with demo data and a real Chromium, for the whole package."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.server import Server, prepare
from tests.e2e.visitor import HEIGHTS, Visitor

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
    " --disable-dev-shm-usage"
)
Visit = Callable[..., Visitor]
Sessions = dict[str, list[Any]]


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the demo data."""
    return prepare(tmp_path_factory.mktemp("demo") / "var")


@pytest.fixture(scope="package")
def server(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server.of_demo(demo, tmp_path_factory.mktemp("server") / "var").start()
    yield found
    found.stop()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Not for the whole session: while it runs, this thread has an event loop that Django refuses."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sessions() -> Sessions:
    """Cookies of people who have signed in once."""
    return {}


@pytest.fixture
def visit(chromium: Browser, server: Server, sessions: Sessions) -> Iterator[Visit]:
    """Opens browsers; all are closed at the end, and what their consoles complained about fails the test."""
    opened: list[Visitor] = []

    def open_browser(
        username: str = "", language: str = "fa", width: int = 1280, *, javascript: bool = True
    ) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=javascript,
            locale=language,
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        visitor = Visitor(context, context.new_page(), server.url, language, width)
        opened.append(visitor)
        return come_in(visitor, username, sessions) if username else visitor

    yield open_browser
    for visitor in opened:
        visitor.close()


def come_in(visitor: Visitor, username: str, sessions: Sessions) -> Visitor:
    """By the sign-in page the first time, later with the session that began then."""
    if username not in sessions:
        visitor.sign_in(username)
        sessions[username] = [cookie for cookie in visitor.context.cookies() if cookie["name"] == "sessionid"]
        return visitor
    visitor.name = username
    visitor.context.add_cookies(sessions[username])
    visitor.open("/accounts/profile")
    return visitor.choose_language()
