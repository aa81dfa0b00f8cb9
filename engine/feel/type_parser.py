"""Types as they stand after ``instance of`` and in parameters (DMN 1.5, grammar rule 52)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.feel import syntax as tree

if TYPE_CHECKING:
    from engine.feel.parser import Parser

_NAMES = ("date and time", "days and time duration", "years and months duration")


def parse_type(parser: Parser) -> tree.TypeRef:
    """A type name, list<T>, range<T>, context<name: T, …> or function<T, …> -> T."""
    at = parser.token.at
    name = _type_name(parser)
    if not parser.accept("<"):
        return tree.TypeRef(at, name)
    if name == "context":
        return _context_type(parser, at)
    arguments: list[tree.TypeRef] = []
    while parser.token.text != ">":
        arguments.append(_nested(parser))
        if not parser.accept(","):
            break
    parser.expect(">")
    result = None
    if name == "function":
        parser.expect("->")
        result = _nested(parser)
    return tree.TypeRef(at, name, tuple(arguments), (), result)


def _type_name(parser: Parser) -> str:
    for name in _NAMES:
        words = name.split()
        if [parser.peek(ahead).text for ahead in range(len(words))] == words:
            parser.advance(len(words))
            return name
    if parser.token.text in ("function", "null"):
        return parser.advance().text
    name = parser.name()
    while parser.accept("."):
        name += "." + parser.name()
    return name


def _context_type(parser: Parser, at: tree.Position) -> tree.TypeRef:
    names: list[str] = []
    types: list[tree.TypeRef] = []
    while parser.token.text != ">":
        names.append(parser.name_until((":", ",", ">")))
        parser.expect(":")
        types.append(_nested(parser))
        if not parser.accept(","):
            break
    parser.expect(">")
    return tree.TypeRef(at, "context", tuple(types), tuple(names))


def _nested(parser: Parser) -> tree.TypeRef:
    with parser.nested():
        return parse_type(parser)
