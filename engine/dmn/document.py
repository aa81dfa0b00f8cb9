"""DMN XML → element tree, hardened: no entities, no network, limited size and depth."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.errors import DecisionError

MAX_BYTES = 5_000_000
MAX_DEPTH = 200
NAMESPACES = frozenset(
    (
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    )
)
Element = etree._Element


def parse_document(xml: bytes) -> Element:
    """The ``definitions`` element of a DMN 1.2 to 1.5 file; DecisionError for anything else."""
    if len(xml) > MAX_BYTES:
        raise DecisionError(decision="", reason=f"the file is larger than {MAX_BYTES} bytes")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DecisionError(decision="", reason=f"not XML: {error}") from error
    if getattr(root.getroottree().docinfo, "doctype", None):
        raise DecisionError(decision="", reason="a document type declaration is not allowed")
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        raise DecisionError(decision="", reason="not a DMN 1.2, 1.3, 1.4 or 1.5 model")
    _check_depth(root)
    return root


def _check_depth(root: Element) -> None:
    stack = [(root, 1)]
    while stack:
        node, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise DecisionError(decision="", reason="the XML is nested too deeply")
        stack.extend((child, depth + 1) for child in node)


def tag(element: Element) -> str:
    """The local name."""
    return str(etree.QName(element).localname)


def children(element: Element, name: str) -> Iterator[Element]:
    """Direct children of the model's own namespace with this local name."""
    return element.iterchildren(f"{{{etree.QName(element).namespace}}}{name}")


def child(element: Element, name: str) -> Element | None:
    return next(children(element, name), None)


def text_of(element: Element | None) -> str:
    """The text of the element's ``text`` child."""
    found = None if element is None else child(element, "text")
    return "" if found is None or found.text is None else found.text.strip()


def attribute(element: Element, name: str) -> str:
    return str(element.get(name) or "")


def reference(element: Element) -> str:
    """The href of a requirement: an id, or namespace#id."""
    return attribute(element, "href").removeprefix("#")
