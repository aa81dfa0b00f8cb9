"""A person at a browser: signs in, reads pages, and has every page judged that is shown."""

import json
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Response

from tests.e2e.server import ROOT

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
PICTURES = ROOT / "test-results"
PASSWORD = "kartabl-demo"
RUN_AXE = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
WIDER = "() => document.documentElement.scrollWidth - window.innerWidth"
HEIGHTS = {390: 844, 1280: 900}


@dataclass
class Visitor:
    """One browser context. ``language``, ``width``: how the pages are read.

    ``troubles``: what the console complained about; ``refused``: addresses answered with 4xx.
    """

    context: BrowserContext
    page: Page
    url: str
    language: str
    width: int
    name: str = "visitor"
    troubles: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.listen(self.page)

    def listen(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.troubles.append(f"{page.url}: {error}"))
        page.on("response", self._notice)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        where = str(message.location.get("url", ""))
        own_status = "Failed to load resource" in message.text and where.split("?")[0] in self.refused
        if not own_status:
            self.troubles.append(f"{self.page.url}: {message.text} ({where})")

    def _notice(self, response: Response) -> None:
        """Refusals come as pages with their own status: Chromium complains, the reader does not."""
        if response.request.is_navigation_request() and 400 <= response.status < 500:
            self.refused.add(response.url.split("?")[0])
        if response.status >= 500:
            self.troubles.append(f"{response.status} at {response.url}")

    # ---- going about -----------------------------------------------------------------------

    def open(self, path: str) -> Response | None:
        """Go to an address of the portal (or a full one)."""
        return self.page.goto(path if "://" in path else self.url + path)

    def sign_in(self, username: str) -> "Visitor":
        """Through the sign-in page, then the language of this visit by the switch in the bar."""
        self.name = username
        self.open("/accounts/login")
        self.enter_password(username)
        self.page.wait_for_url(lambda url: "/accounts/login" not in url)
        return self.choose_language()

    def enter_password(self, username: str) -> None:
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("form.card .actions button")

    def choose_language(self) -> "Visitor":
        """Press the switch, unless the page is in that language already."""
        if self.page.get_attribute("html", "lang") != self.language:
            switch = self.page.locator(f"form[action$='/accounts/language'] [value={self.language}]").first
            switch.click()
            self.page.wait_for_selector(f"html[lang={self.language}]")
        return self

    def text(self, selector: str = "main") -> str:
        self.page.wait_for_load_state()
        return self.page.inner_text(selector)

    def has(self, selector: str) -> bool:
        """Whether the page, fully loaded, has such an element."""
        self.page.wait_for_load_state()
        return self.page.query_selector(selector) is not None

    # ---- judging ---------------------------------------------------------------------------

    def judge(self, picture: str) -> None:
        """The page is in the right language and direction, fits the screen, and axe finds nothing."""
        page = self.page
        page.wait_for_load_state()
        assert page.get_attribute("html", "lang") == self.language
        assert page.get_attribute("html", "dir") == ("rtl" if self.language == "fa" else "ltr")
        self.take_picture(picture)
        faults = self.faults()
        assert not faults, f"{page.url} as {self.name}, {self.language}, {self.width} px:\n" + "\n".join(
            faults
        )

    def faults(self) -> list[str]:
        """What is wrong with the page as it is shown now."""
        found = [] if self.page.evaluate(WIDER) <= 0 else [f"wider than {self.width} px"]
        self.page.evaluate(AXE)
        return found + [told(violation) for violation in self.page.evaluate(RUN_AXE)]

    def take_picture(self, name: str) -> None:
        folder = PICTURES / f"{self.language}-{self.width}"
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{name}.png", full_page=True, caret="initial")

    def resize(self, width: int) -> None:
        self.width = width
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})

    def close(self) -> None:
        """Ends the visit; what the console complained about fails the test."""
        self.context.close()
        assert not self.troubles, "\n".join(self.troubles)


def told(violation: dict[str, Any]) -> str:
    """A violation in a line: rule, help, the first places."""
    places = [node["html"][:200] for node in violation["nodes"][:3]]
    return f"axe {violation['id']}: {violation['help']} {json.dumps(places, ensure_ascii=False)}"
