"""Fills a letter template with the data of one letter.

Data are text, never markup: every value is escaped, and characters that steer the direction of a line
or the terminal are taken out, so that no data can make the paper say something else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from engine.documents.allowlist import INLINE_TAGS, VOID_TAGS
from engine.documents.expression_check import LOOP_POSITION
from engine.documents.formatting import display, isolated
from engine.documents.template import LetterTemplate
from engine.documents.template_functions import functions_of
from engine.documents.template_nodes import Element, Node
from engine.errors import RenderingFailed
from engine.feel import Expression

MAX_ITEMS: Final = 500
MAX_LENGTH: Final = 1_000_000
MAX_NODES: Final = 50_000
_STEERING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class RenderedLetter:
    """The two fragments as HTML with every value filled in; they are kept with the letter."""

    body_html: str
    letterhead_html: str


def render_letter(template: LetterTemplate, scope: Mapping[str, Any]) -> RenderedLetter:
    """The fragments of ``template`` for the names in ``scope`` (see documents.md).

    Raises FeelError when an expression exceeds its budget or meets a foreign value, and RenderingFailed
    when the letter becomes too long.
    """
    names = {**clean(scope), **functions_of(template.language)}
    writer = _Writer(template.language)
    return RenderedLetter(
        body_html=writer.write(template.body, names), letterhead_html=writer.write(template.letterhead, names)
    )


def clean(value: Any) -> Any:
    """``value`` with the steering characters taken out of every text in it, at any depth."""
    if isinstance(value, str):
        return _STEERING.sub("", value)
    if isinstance(value, Mapping):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


class _Writer:
    """Writes compiled nodes as HTML."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._nodes_left = MAX_NODES

    def write(self, root: Element, scope: Mapping[str, Any]) -> str:
        html, length = [], 0
        for piece in self._children(root, scope):
            length += len(piece)
            if length > MAX_LENGTH:
                raise RenderingFailed(reason=f"its text is longer than {MAX_LENGTH} characters")
            html.append(piece)
        return "".join(html)

    def _children(self, element: Element, scope: Mapping[str, Any]) -> Iterator[str]:
        for child in element.children:
            yield from self._node(child, scope)

    def _node(self, node: Node, scope: Mapping[str, Any]) -> Iterator[str]:
        self._count()
        if isinstance(node, str):
            yield escape(node, quote=False)
        elif isinstance(node, Expression):
            shown = display(node.evaluate(scope), self._language)
            yield escape(shown, quote=False).replace("\n", "<br/>")
        else:
            for inner in self._repetitions(node, scope):
                self._count()
                if node.condition is None or node.condition.evaluate(inner) is True:
                    yield from self._element(node, inner)

    def _count(self) -> None:
        """Take one step of the work one letter may be."""
        self._nodes_left -= 1
        if self._nodes_left < 0:
            raise RenderingFailed(reason=f"it has more than {MAX_NODES} parts")

    def _repetitions(self, element: Element, scope: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """The scope of each time the element is printed: once, or once for each item of its loop."""
        if element.loop is None:
            yield scope
            return
        items = element.loop.items.evaluate(scope)
        if items is None:
            return
        listed = items if isinstance(items, list) else [items]
        if len(listed) > MAX_ITEMS:
            raise RenderingFailed(reason=f"a list has more than {MAX_ITEMS} items")
        for number, item in enumerate(listed, start=1):
            yield {**scope, element.loop.name: item, LOOP_POSITION: number}

    def _element(self, element: Element, scope: Mapping[str, Any]) -> Iterator[str]:
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attributes.items())
        if element.tag in VOID_TAGS:
            yield f"<{element.tag}{attributes}/>"
            return
        yield f"<{element.tag}{attributes}>"
        if element.tag in INLINE_TAGS and element.attributes.get("dir") == "ltr":
            yield isolated("".join(self._children(element, scope)))
        else:
            yield from self._children(element, scope)
        yield f"</{element.tag}>"
