"""A letter template: body and letterhead, checked and compiled (SARA-FORM-07 to 09).

An administrator's template can print what the letter knows and nothing else: it calls no code and
reads no file, by an allowlist of elements and attributes and by FEEL for every expression.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from engine.documents.expression_check import LETTER_FIELDS, LETTER_NAMES, ExpressionCheck, NamesInScope
from engine.documents.fragment_parser import FragmentParser
from engine.documents.labels import labels_of
from engine.documents.template_functions import FUNCTION_NAMES
from engine.documents.template_nodes import Element
from engine.errors import DefinitionError, Problem


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """A compiled template; ``version``: 16 hexadecimal digits that name its exact sources."""

    key: str
    language: str
    version: str
    body: Element
    letterhead: Element


def compile_template(
    body: str, letterhead: str = "", *, key: str = "", language: str = "fa"
) -> LetterTemplate:
    """Compile the two sources; DefinitionError with all problems. Compiled once for equal arguments."""
    return _compile(body, letterhead, key, language)


@lru_cache(maxsize=256)
def _compile(body: str, letterhead: str, key: str, language: str) -> LetterTemplate:
    labels_of(language)
    scope = _names_in_scope((), {})
    parsers = _read(body, letterhead, scope)
    problems = [problem for parser in parsers for problem in parser.problems]
    if problems:
        raise DefinitionError(problems)
    digest = hashlib.sha256("\0".join((language, body, letterhead)).encode()).hexdigest()
    return LetterTemplate(key, language, digest[:16], parsers[0].root, parsers[1].root)


def lint_template(
    body: str,
    letterhead: str = "",
    *,
    names: Iterable[str] = (),
    fields: Mapping[str, Iterable[str]] | None = None,
) -> list[Problem]:
    """Every problem of the two sources, with line and ``params["column"]``.

    names: what is in scope besides the usual names. fields: what a name holds, for instance the field
    keys of the form under ``request``; a path to any other field is then a problem.
    """
    parsers = _read(body, letterhead, _names_in_scope(names, fields or {}))
    return [problem for parser in parsers for problem in parser.problems]


def _names_in_scope(names: Iterable[str], fields: Mapping[str, Iterable[str]]) -> NamesInScope:
    known = {**LETTER_FIELDS, **{name: frozenset(keys) for name, keys in fields.items()}}
    return NamesInScope(names=LETTER_NAMES | frozenset(names), fields=known, functions=FUNCTION_NAMES)


def _read(body: str, letterhead: str, scope: NamesInScope) -> tuple[FragmentParser, FragmentParser]:
    parsers = (
        FragmentParser("body", ExpressionCheck(scope)),
        FragmentParser("letterhead", ExpressionCheck(scope)),
    )
    for parser, source in zip(parsers, (body, letterhead), strict=True):
        parser.read(source)
    return parsers
