"""What can begin a FEEL expression: literals, names, brackets, if, for, some, every, function."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from engine.feel import syntax as tree
from engine.feel import temporal
from engine.feel.lexer import NAME, NUMBER, STRING
from engine.feel.type_parser import parse_type

if TYPE_CHECKING:
    from engine.feel.parser import Parser

_SIGN = 8
_COMPARE = 3
_CONSTANTS = {"true": True, "false": False, "null": None}
_TEST_OPERATORS = frozenset(("<", "<=", ">", ">=", "=", "!="))
_WANTED = "a value"


def parse(parser: Parser) -> tree.Node:
    """The operand at this place, without the operators after it."""
    token = parser.token
    if token.kind in (NUMBER, STRING):
        parser.advance()
        return tree.Literal(token.at, token.value)
    name, count = parser.names.match(parser.tokens, parser.index)
    if count > 1 or (count and token.text not in _FORMS):
        parser.advance(count)
        return tree.Name(token.at, name)
    form = _FORMS.get(token.text)
    if form is None:
        raise parser.unexpected(_WANTED)
    parser.advance()
    return form(parser, token.at)


def _constant(parser: Parser, at: tree.Position) -> tree.Node:
    return tree.Literal(at, _CONSTANTS[parser.tokens[parser.index - 1].text])


def _negate(parser: Parser, at: tree.Position) -> tree.Node:
    operand = parser.expression(_SIGN)
    if isinstance(operand, tree.Literal) and parser.tokens[parser.index - 1].kind == NUMBER:
        return tree.Literal(at, -operand.value if operand.value else operand.value)
    return tree.Negate(at, operand)


def _input_value(parser: Parser, at: tree.Position) -> tree.Node:
    return tree.Name(at, "?")


def _not(parser: Parser, at: tree.Position) -> tree.Node:
    if parser.token.text != "(":
        raise parser.unexpected("(")
    return tree.Name(at, "not")


def _at_literal(parser: Parser, at: tree.Position) -> tree.Node:
    if parser.token.kind != STRING:
        raise parser.unexpected("a date, time or duration in quotes")
    try:
        value = temporal.parse_literal(parser.token.value)
    except ValueError as error:
        found = parser.token.value[:40]
        raise parser.error(f"{found} is no date, time or duration", "bad-literal", found=found) from error
    parser.advance()
    return tree.Literal(at, value)


def _parenthesis(parser: Parser, at: tree.Position) -> tree.Node:
    if parser.token.text in _TEST_OPERATORS:
        node = _unary_comparison(parser)
        parser.expect(")")
        return node
    node = parser.endpoint() if parser.opens_range(-1) else parser.expression()
    if parser.token.text == "..":
        return _range(parser, at, node, start_included=False)
    parser.expect(")")
    return node


def _bracket(parser: Parser, at: tree.Position) -> tree.Node:
    """A list, or a range that includes its start."""
    items: list[tree.Node] = []
    while parser.token.text != "]":
        items.append(_list_item(parser))
        if parser.token.text == ".." and len(items) == 1:
            return _range(parser, at, items[0], start_included=True)
        if not parser.accept(","):
            break
    parser.expect("]")
    return tree.ListLiteral(at, tuple(items))


def _list_item(parser: Parser) -> tree.Node:
    return _unary_comparison(parser) if parser.token.text in _TEST_OPERATORS else parser.expression()


def _open_range(parser: Parser, at: tree.Position) -> tree.Node:
    start = parser.expression()
    if parser.token.text != "..":
        raise parser.unexpected("..")
    return _range(parser, at, start, start_included=False)


def _range(parser: Parser, at: tree.Position, start: tree.Node, *, start_included: bool) -> tree.Node:
    parser.expect("..")
    end = parser.endpoint()
    if parser.token.text not in (")", "]", "["):
        raise parser.unexpected("the end of the range, ) or ]")
    return tree.RangeLiteral(at, start, end, start_included, parser.advance().text == "]")


def _context(parser: Parser, at: tree.Position) -> tree.Node:
    keys: list[str] = []
    values: list[tree.Node] = []
    while parser.token.text != "}":
        key_token = parser.token
        key = parser.advance().value if key_token.kind == STRING else parser.name_until((":", ",", "}"))
        if key_token.kind == STRING:
            parser.names.add(key)
        if key in keys:
            raise parser.error(f"the key {key} stands twice", "duplicate-key", found=key)
        parser.expect(":")
        keys.append(key)
        values.append(parser.expression())
        if not parser.accept(","):
            break
    parser.expect("}")
    return tree.ContextLiteral(at, tuple(keys), tuple(values))


def _if(parser: Parser, at: tree.Position) -> tree.Node:
    condition = parser.expression()
    parser.expect("then")
    then = parser.expression()
    parser.expect("else")
    return tree.Conditional(at, condition, then, parser.expression())


def _for(parser: Parser, at: tree.Position) -> tree.Node:
    iterators = _iterators(parser)
    parser.expect("return")
    return tree.For(at, iterators, parser.expression())


def _quantified(parser: Parser, at: tree.Position) -> tree.Node:
    kind = parser.tokens[parser.index - 1].text
    iterators = _iterators(parser)
    parser.expect("satisfies")
    return tree.Quantified(at, kind, iterators, parser.expression())


def _iterators(parser: Parser) -> tuple[tree.Iterator, ...]:
    found: list[tree.Iterator] = []
    while not found or parser.accept(","):
        at = parser.token.at
        name = parser.name_until(("in",))
        parser.expect("in")
        source = parser.expression()
        end = parser.expression() if parser.accept("..") else None
        found.append(tree.Iterator(at, name, source, end))
    return tuple(found)


def _function(parser: Parser, at: tree.Position) -> tree.Node:
    parser.expect("(")
    parameters: list[tree.Parameter] = []
    while parser.token.text != ")":
        place = parser.token.at
        name = parser.name_until((":", ",", ")"))
        parameters.append(tree.Parameter(place, name, parse_type(parser) if parser.accept(":") else None))
        if not parser.accept(","):
            break
    parser.expect(")")
    if parser.token.text == "external":
        raise parser.error("external functions are not allowed", "external-function")
    return tree.FunctionLiteral(at, tuple(parameters), parser.expression())


def _unary_comparison(parser: Parser) -> tree.Node:
    token = parser.advance()
    return tree.UnaryComparison(token.at, token.text, parser.expression(_COMPARE))


def filter_condition(parser: Parser) -> tree.Node:
    """What stands between the brackets of a filter."""
    return parser.expression()


def arguments(parser: Parser) -> tuple[tuple[tree.Node, ...], tuple[str, ...]]:
    """Arguments after the opening parenthesis, and their names if they are named."""
    values: list[tree.Node] = []
    names: list[str] = []
    while parser.token.text != ")":
        is_named = _is_named_argument(parser)
        if values and bool(names) != is_named:
            raise parser.error("either all arguments have a name or none", "mixed-arguments")
        if is_named:
            names.append(parser.name_until((":",)))
            parser.expect(":")
        values.append(_list_item(parser))
        if not parser.accept(","):
            break
    parser.expect(")")
    return tuple(values), tuple(names)


def _is_named_argument(parser: Parser) -> bool:
    ahead = 0
    while parser.peek(ahead).kind in (NAME, NUMBER) or parser.peek(ahead).text in ("-", "/", "+", "*", "'"):
        ahead += 1
    return ahead > 0 and parser.peek(ahead).text == ":"


def in_tests(parser: Parser) -> tuple[tree.Node, ...]:
    """What follows ``in``: one test, or several in parentheses."""
    if parser.token.text == "(" and not parser.opens_range():
        parser.advance()
        tests = _tests(parser)
        parser.expect(")")
        return tests
    if parser.token.text in _TEST_OPERATORS:
        return (_unary_comparison(parser),)
    return (parser.expression(_COMPARE),)


def unary_tests(parser: Parser) -> tree.Node:
    """A whole input entry of a decision table."""
    at = parser.token.at
    if parser.token.text == "-" and not parser.peek().text:
        parser.advance()
        return tree.UnaryTests(at, (), negated=False)
    if not _is_negated(parser):
        return tree.UnaryTests(at, _tests(parser), negated=False)
    parser.advance(2)
    tests = _tests(parser)
    parser.expect(")")
    return tree.UnaryTests(at, tests, negated=True)


def _is_negated(parser: Parser) -> bool:
    """Whether the text is ``not(…)`` and nothing after it."""
    if parser.token.text != "not" or parser.peek().text != "(":
        return False
    depth, ahead = 1, 2
    while depth and parser.peek(ahead).text:
        depth += (parser.peek(ahead).text == "(") - (parser.peek(ahead).text == ")")
        ahead += 1
    return not parser.peek(ahead).text


def _tests(parser: Parser) -> tuple[tree.Node, ...]:
    tests = [_list_item(parser)]
    while parser.accept(","):
        tests.append(_list_item(parser))
    return tuple(tests)


_FORMS: dict[str, Callable[[Parser, tree.Position], tree.Node]] = {
    "true": _constant,
    "false": _constant,
    "null": _constant,
    "-": _negate,
    "?": _input_value,
    "not": _not,
    "@": _at_literal,
    "(": _parenthesis,
    "[": _bracket,
    "]": _open_range,
    "{": _context,
    "if": _if,
    "for": _for,
    "some": _quantified,
    "every": _quantified,
    "function": _function,
}
