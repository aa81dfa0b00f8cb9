"""Tasks say who or what does the work, once and without contradiction (BPMN 10.3; design: engine.md)."""

from collections.abc import Callable

from engine.bpmn.problems import Problems
from engine.bpmn.source import Element, Source, SourceNode
from engine.bpmn.vocabulary import ACTIVITIES, SCRIPT_FORMATS


def check(source: Source, problems: Problems) -> None:
    for process in source.processes:
        if process.element.get("processType").lower() == "public":
            problems.report(process.element, "public-executable", "A public process cannot be executable.")
        for node in process.nodes.values():
            if node.kind in ACTIVITIES:
                _check_quantities(node, problems)
            rule = _RULES.get(node.kind)
            if rule is not None:
                rule(node.element, problems)


def _check_quantities(node: SourceNode, problems: Problems) -> None:
    for attribute in ("startQuantity", "completionQuantity"):
        if node.element.get(attribute, "1") != "1":
            words = f"{attribute} other than 1 is not supported."
            problems.report(node.element, "unsupported-attribute", words, attribute=attribute)
    if node.element.get("isForCompensation") in ("true", "1"):
        problems.report(
            node.element, "unsupported-element", "Compensation is not supported.", tag="compensation"
        )


def _check_script(element: Element, problems: Problems) -> None:
    language = element.get("scriptFormat")
    if not language:
        problems.report(element, "script-format", "The language of the script is not given; it must be feel.")
    elif language.lower() not in SCRIPT_FORMATS:
        words = f'The script is written in "{language}"; only feel is known.'
        problems.report(element, "script-format", words, language=language)
    if not any(script.text for script in element.all("script")):
        problems.report(element, "expression-empty", "The script is empty.")


def _check_plug_in(element: Element, problems: Problems) -> None:
    given = [name for name in ("calculator", "connector", "letter") if element.kartabl(name) is not None]
    if not given:
        words = "The task names no calculator, no connector and no letter: nothing would be done."
        problems.report(element, "plug-in-missing", words)
    elif len(given) > 1:
        words = f"The task names {' and '.join(given)}; it can do only one."
        problems.report(element, "contradictory-attributes", words, attributes=given)
    for attribute in ("retries", "message"):
        if element.kartabl(attribute) is not None and "connector" not in given:
            words = f"{attribute} has an effect only beside a connector."
            problems.report(element, "attribute-without-effect", words, attribute=attribute)


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
    "businessRuleTask": _check_decision,
    "userTask": _check_calendar,
}
