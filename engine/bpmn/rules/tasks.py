"""Tasks say who or what does the work, once and without contradiction (BPMN 10.3; design: engine.md)."""

from collections.abc import Callable

from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceNode
from engine.bpmn.vocabulary import ACTIVITIES, SCRIPT_FORMATS
from engine.bpmn.whole_numbers import MAX_QUANTITY, whole_number

PLUG_INS = ("calculator", "connector", "letter")


def check(source: Source, problems: Problems) -> None:
    for process in source.processes:
        if process.element.get("processType").lower() == "public":
            problems.report(process.element, "public-executable", "A public process cannot be executable.")
    for node in source.nodes:
        if node.kind in ACTIVITIES:
            _check_quantities(node.element, problems)
        rule = _RULES.get(node.work.tag)
        if rule is not None:
            rule(node.work, problems)
        if node.is_instantiating and node.kind == "receiveTask":
            _check_beginning(node, problems)


def _check_quantities(element: Element, problems: Problems) -> None:
    for attribute in ("startQuantity", "completionQuantity"):
        value = element.get(attribute, "1")
        if whole_number(value, 1, MAX_QUANTITY) is None:
            words = f"{attribute} is no whole number from 1 to {MAX_QUANTITY}."
            problems.report(element, "value-invalid", words, where=attribute, value=value)


def _check_script(element: Element, problems: Problems) -> None:
    language = element.get("scriptFormat") or element.get("scriptLanguage")
    if not language:
        problems.report(element, "script-format", "The language of the script is not given; it must be feel.")
    elif language.lower() not in SCRIPT_FORMATS:
        words = f'The script is written in "{language}"; only feel is known.'
        problems.report(element, "script-format", words, language=language)
    if not any(script.text for script in element.all("script")):
        problems.report(element, "expression-empty", "The script is empty.")


def _check_plug_in(element: Element, problems: Problems) -> None:
    given = [name for name in PLUG_INS if element.kartabl(name) is not None]
    given += ["messageRef"] if element.get("messageRef") else []
    if not given:
        words = "The task names no calculator, connector, letter or message: nothing would be done."
        problems.report(element, "plug-in-missing", words)
    elif len(given) > 1:
        words = f"The task names {' and '.join(given)}; it can do only one."
        problems.report(element, "contradictory-attributes", words, attributes=given)
    for attribute in ("retries", "message"):
        if element.kartabl(attribute) is not None and "connector" not in given:
            words = f"{attribute} has an effect only beside a connector."
            problems.report(element, "attribute-without-effect", words, attribute=attribute)


def _check_receive(element: Element, problems: Problems) -> None:
    if not element.get("messageRef"):
        problems.report(element, "message-missing", "The task names no message to wait for.")


def _check_beginning(node: SourceNode, problems: Problems) -> None:
    if node.incoming:
        words = "The task begins the process, but a flow leads to it."
        problems.report(node.element, "instantiate-with-incoming", words)
    if node.scope.owner is not None:
        words = "Only a task of the process itself can begin it."
        problems.report(node.element, "instantiate-misplaced", words)


def _check_decision(element: Element, problems: Problems) -> None:
    if not element.kartabl("decision"):
        problems.report(element, "plug-in-missing", "The task names no decision.")


def _check_calendar(element: Element, problems: Problems) -> None:
    if element.kartabl("calendar") is not None and element.kartabl("due") is None:
        words = "calendar has an effect only beside due."
        problems.report(element, "attribute-without-effect", words, attribute="calendar")


_RULES: dict[str, Callable[[Element, Problems], None]] = {
    "scriptTask": _check_script,
    "serviceTask": _check_plug_in,
    "sendTask": _check_plug_in,
    "globalScriptTask": _check_script,
    "receiveTask": _check_receive,
    "businessRuleTask": _check_decision,
    "globalBusinessRuleTask": _check_decision,
    "userTask": _check_calendar,
    "globalUserTask": _check_calendar,
}
