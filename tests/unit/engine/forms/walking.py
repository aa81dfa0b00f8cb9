"""A browser without JavaScript: fills the form that a page shows and presses a button."""

from typing import Any

import html5lib
from django.test import Client


class Page:
    """A response with the form in it, as a browser sees it."""

    def __init__(self, client: Client, url: str, response: Any) -> None:
        self.client, self.response = client, response
        while response.status_code in (301, 302):
            url = response.url.partition("#")[0]
            self.response = response = client.get(url)
        self.url = url
        self.text = response.content.decode()
        self.tree = html5lib.parse(self.text, namespaceHTMLElements=False)

    def fields(self) -> dict[str, list[str]]:
        """What the browser would send, without buttons."""
        found: dict[str, list[str]] = {}
        forms = self.tree.findall(".//main//form") or self.tree.findall(".//form")
        for node in forms[0].iter() if forms else ():
            name = node.get("name")
            if name is None or node.tag == "button" or node.get("type") == "file":
                continue
            value = _value(node)
            if value is not None:
                found.setdefault(name, []).append(value)
        return found

    def press(self, action: str = "next", *, without: tuple[str, ...] = (), **typed: Any) -> "Page":
        """Type into the fields and press a button; the names are those of the inputs."""
        data: dict[str, Any] = {name: value for name, value in self.fields().items() if name not in without}
        data.update({name.replace("__", "-"): value for name, value in typed.items()})
        response = self.client.post(self.url, {**data, "action": action})
        return Page(self.client, self.url, response)

    def errors(self) -> dict[str, str]:
        """The error summary: target → text."""
        links = self.tree.iterfind(".//div[@class='error-summary']//a")
        return {link.get("href", "").lstrip("#"): "".join(link.itertext()) for link in links}

    def has(self, name: str) -> bool:
        return any(node.get("name") == name for node in self.tree.iter())

    def title(self) -> str:
        return "".join(self.tree.find(".//h1").itertext()).strip()


def _value(node: Any) -> str | None:
    if node.tag == "select":
        chosen = [option for option in node.iter("option") if option.get("selected") is not None]
        options = chosen or list(node.iter("option"))
        return options[0].get("value", "".join(options[0].itertext())) if options else ""
    if node.tag == "textarea":
        return "".join(node.itertext())
    if node.tag == "input":
        if node.get("type") in ("radio", "checkbox"):
            return node.get("value", "on") if node.get("checked") is not None else None
        return node.get("value", "")
    return None


def visit(client: Client, url: str) -> Page:
    return Page(client, url, client.get(url))
