"""Closures of function literals, calls and ``instance of``."""

from __future__ import annotations

from engine.feel import syntax as tree
from engine.feel.compiler import compile_node, compiles
from engine.feel.functions import BUILTINS
from engine.feel.runtime import Code, FeelFunction, Frame, Run, UserFunction
from engine.feel.type_checks import converter, type_check
from engine.feel.types import Value


@compiles(tree.FunctionLiteral)
def compile_function(node: tree.FunctionLiteral, local: bool) -> Code:
    names = tuple(parameter.name for parameter in node.parameters)
    checks = tuple(
        None if parameter.type is None else converter(parameter.type) for parameter in node.parameters
    )
    body, cost = compile_node(node.body, True), 5 + tree.count_nodes(node.body)
    return lambda frame: UserFunction(names, checks, body, frame, cost)


@compiles(tree.Invocation)
def compile_invocation(node: tree.Invocation, local: bool) -> Code:
    function, at = _callee(node.function, local), node.at
    arguments = tuple(compile_node(argument, local) for argument in node.arguments)
    if node.names:
        names = node.names
        return lambda frame: _call_named(
            function(frame),
            {name: code(frame) for name, code in zip(names, arguments, strict=True)},
            frame.run,
            at,
        )

    def run(frame: Frame) -> Value:
        found = function(frame)
        values = [argument(frame) for argument in arguments]
        return found.call(values, frame.run, at) if isinstance(found, FeelFunction) else None

    return run


def _callee(node: tree.Node, local: bool) -> Code:
    """A variable that is no function does not hide the built-in of its name."""
    code = compile_node(node, local)
    fallback = BUILTINS.get(node.name) if isinstance(node, tree.Name) else None
    if fallback is None:
        return code

    def find(frame: Frame) -> Value:
        found = code(frame)
        return found if isinstance(found, FeelFunction) else fallback

    return find


def _call_named(function: Value, named: dict[str, Value], run: Run, at: tree.Position) -> Value:
    return function.call_named(named, run, at) if isinstance(function, FeelFunction) else None


@compiles(tree.InstanceOf)
def compile_instance_of(node: tree.InstanceOf, local: bool) -> Code:
    value, check = compile_node(node.value, local), type_check(node.type)
    return lambda frame: check(value(frame))
