"""BPMN XML into a plain tree, hardened: no document type, no entities, no network, bounded size and depth."""

from lxml import etree

from engine.bpmn.source import Element
from engine.bpmn.vocabulary import BPMN
from engine.errors import DefinitionError, Problem

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 200


def read(xml: bytes) -> Element:
    """The ``definitions`` element. Raises DefinitionError when there is nothing fit to be read."""
    if len(xml) > MAX_BYTES:
        raise _refusal("xml-too-large", f"The file is larger than {MAX_BYTES} bytes.", limit=MAX_BYTES)
    try:
        top = etree.fromstring(xml, _parser())
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        raise _refusal("xml-malformed", f"This is no well-formed XML: {error.msg}.", line) from None
    if top.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # unknown to lxml-stubs
        raise _refusal("xml-doctype", "The file has a document type declaration, which is not allowed.")
    root = _convert(top, 1)
    if (root.namespace, root.tag) != (BPMN, "definitions"):
        raise _refusal("not-bpmn", "The root element is not the definitions element of BPMN 2.0.", root.line)
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _convert(raw: etree._Element, depth: int) -> Element:
    line = _line(raw)
    if depth > MAX_DEPTH:
        raise _refusal("xml-too-deep", f"Elements are nested deeper than {MAX_DEPTH}.", line)
    name = etree.QName(raw)
    attributes = {_split(str(key)): str(value) for key, value in raw.attrib.items()}
    element = Element(name.namespace or "", name.localname, line, attributes, _text(raw))
    for child in raw:
        converted = _convert(child, depth + 1)
        converted.parent = element
        element.children.append(converted)
    return element


def _line(raw: etree._Element) -> int:
    line: object = raw.sourceline
    return line if isinstance(line, int) else 0


def _text(raw: etree._Element) -> str:
    """The element's own text, also where a comment has split it."""
    return (str(raw.text or "") + "".join(str(child.tail or "") for child in raw)).strip()


def _split(key: str) -> tuple[str, str]:
    if key.startswith("{"):
        namespace, _, name = key[1:].partition("}")
        return namespace, name
    return "", key


def _refusal(rule: str, words: str, line: int | None = None, **params: int) -> DefinitionError:
    return DefinitionError([Problem("", rule, words, line, dict(params))])
