"""Finds the pages that each person reaches by links, with plain HTTP; the browser then visits them."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

LINK = re.compile(r"<a\b[^>]*\bhref=\"([^\"]+)\"")
EACH, ALTOGETHER = 2, 2  # pages of one kind that a person visits, that all people visit


@dataclass
class Atlas:
    """``pages``: (user name, address) worth a visit; ``kinds``: route names of all pages found."""

    url: str
    pages: dict[str, list[str]] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)

    def explore(self, username: str, browser: APIRequestContext) -> None:
        """Follow the links from the front page; what others have shown often enough is only passed through."""
        own: Counter[str] = Counter()
        queue, known = deque(["/"]), {"/"}
        visits = self.pages.setdefault(username, [])
        while queue:
            address = queue.popleft()
            kind = kind_of(address)
            if not kind or own[kind] >= EACH:
                continue
            answer = browser.get(self.url + address)
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            assert answer.ok, f"{username} follows a link to {address} and gets {answer.status}"
            address = urlsplit(answer.url)._replace(scheme="", netloc="").geturl()
            kind = kind_of(address)
            own[kind] += 1
            is_worth_it = self.kinds[kind] < ALTOGETHER or not visits
            if is_worth_it and address not in visits:
                self.kinds[kind] += 1
                visits.append(address)
            for link in links_in(answer.text(), self.url + address, self.url):
                if link not in known:
                    known.add(link)
                    queue.append(link)


def links_in(html: str, base: str, own: str) -> list[str]:
    """Addresses within the portal that a page links to, without fragments."""
    found = (urldefrag(urljoin(base, unescape(link))).url for link in LINK.findall(html))
    return [link.removeprefix(own) for link in found if link.startswith(own + "/")]


def kind_of(address: str) -> str:
    """The name of the route, "" for what is no page of the portal (static files, the API)."""
    path = urlsplit(address).path
    if path.startswith(("/static/", "/api/")):
        return ""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
