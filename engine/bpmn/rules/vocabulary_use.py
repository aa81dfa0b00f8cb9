"""Nothing is passed over in silence: every element and attribute must be one that is executed or only drawn."""

from engine.bpmn.grammar import (
    ATTRIBUTES_OF,
    CHILDREN_OF,
    EXPRESSIONS,
    EXTENSION_ATTRIBUTES,
    EXTENSIONS_OF,
    KARTABL_ATTRIBUTES,
    ROOT_CHILDREN,
    Words,
)
from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source
from engine.bpmn.vocabulary import BPMN, FOREIGN_DIALECTS, KARTABL

_KEYS = "Messages find their case by kartabl:subscription correlationKey."
_HINTS = {
    "correlationProperty": _KEYS,
    "correlationKey": _KEYS,
    "correlationSubscription": _KEYS,
    "import": "Only what stands in the file itself can be used.",
    "extension": "Nobody here understands what must be understood.",
    "choreography": "Choreographies are not executed.",
    "choreographyTask": "Choreographies are not executed.",
}
_ENTRIES = frozenset({"input", "output"})


def check(source: Source, problems: Problems) -> None:
    executed = [process.element for process in source.processes]
    for child in source.root.children:
        if child.namespace == BPMN and child.tag not in ROOT_CHILDREN:
            _refuse(child, problems)
        elif child in executed or (child.tag in ATTRIBUTES_OF and child.tag != "process"):
            _check_part(child, problems)
    for child in source.root.children:
        if child.get("importType") == BPMN or (child.tag == "extension" and child.is_true("mustUnderstand")):
            _refuse(child, problems)
    for collaboration in source.root.all("collaboration"):
        for key in collaboration.all("correlationKey"):
            _refuse(key, problems)


def _check_part(element: Element, problems: Problems) -> None:
    """Its attributes, its children, and theirs."""
    _check_attributes(element, problems)
    allowed = CHILDREN_OF.get(element.tag, frozenset())
    for child in element.children:
        if child.tag == "extensionElements" and child.namespace == BPMN:
            _check_extensions(element, child, problems)
        elif child.namespace != BPMN or child.tag not in allowed:
            _refuse(child, problems)
        elif child.tag in ATTRIBUTES_OF:
            _check_part(child, problems)
        else:
            _check_drawing(child, problems)


def _check_drawing(element: Element, problems: Problems) -> None:
    """What is drawn only has no attributes of ours, such as a role on a lane."""
    for part in element.walk():
        for namespace, name in part.attributes:
            if namespace == KARTABL:
                _refuse_attribute(part, part.tag, name, problems)


def _check_attributes(element: Element, problems: Problems) -> None:
    bpmn = ATTRIBUTES_OF.get(element.tag, frozenset()) | {"id", "name"}
    ours = KARTABL_ATTRIBUTES.get(element.tag, frozenset())
    for namespace, name in element.attributes:
        if namespace == "" and name not in bpmn:
            problems.report(
                element, "unsupported-attribute", f'"{name}" is not supported on a {element.tag}.',
                attribute=name, tag=element.tag,
            )  # fmt: skip
        elif namespace == KARTABL and name not in ours:
            _refuse_attribute(element, element.tag, name, problems)
        elif namespace in FOREIGN_DIALECTS:
            _refuse_dialect(element, namespace, name, problems)
    language = element.get("language") if element.tag in EXPRESSIONS else ""
    if language and "feel" not in language.lower():
        words = f'The {element.tag} is written in "{language}"; only FEEL is known.'
        problems.report(element, "expression-language", words, language=language)


def _check_extensions(owner: Element, extensions: Element, problems: Problems) -> None:
    """Elements of drawing tools are none of our business; those of other engines would change the meaning."""
    known = EXTENSIONS_OF.get(owner.tag, frozenset())
    for child in extensions.children:
        if child.namespace in FOREIGN_DIALECTS:
            _refuse_dialect(owner, child.namespace, child.tag, problems)
        elif child.namespace == KARTABL:
            _check_extension(owner, child, known, problems)
            for entry in child.children:
                _check_extension(owner, entry, _ENTRIES, problems)


def _check_extension(owner: Element, extension: Element, known: Words, problems: Problems) -> None:
    tag = extension.tag
    if tag not in known:
        words = f'There is no extension "kartabl:{tag}" on a {owner.tag}.'
        problems.report(owner, "unknown-extension", words, tag=tag)
    for _namespace, name in extension.attributes:
        if name not in EXTENSION_ATTRIBUTES.get(tag, ()):
            _refuse_attribute(owner, f"kartabl:{tag}", name, problems)


def _refuse_attribute(element: Element, tag: str, name: str, problems: Problems) -> None:
    words = f'There is no attribute "{name}" of ours on a {tag}.'
    problems.report(element, "unknown-attribute", words, attribute=name, tag=tag)


def _refuse(element: Element, problems: Problems) -> None:
    words = f'The element "{element.tag}" is not supported here. {_HINTS.get(element.tag, "")}'.strip()
    problems.report(element, "unsupported-element", words, tag=element.tag)


def _refuse_dialect(element: Element, namespace: str, name: str, problems: Problems) -> None:
    dialect = FOREIGN_DIALECTS[namespace]
    problems.report(
        element, "foreign-dialect", f'"{name}" belongs to {dialect} and has no meaning here.',
        dialect=dialect, name=name,
    )  # fmt: skip
