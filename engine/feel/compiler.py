"""Syntax tree → nested Python closures. What each kind of node does stands in the ``compile_*`` modules.

``local`` says whether a node stands inside a construct that binds names (for, filter, context …): outside
of these a name is one look-up in one dict.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from engine.feel import syntax as tree
from engine.feel.runtime import Code

NodeCompiler = Callable[[Any, bool], Code]
_C = TypeVar("_C", bound=NodeCompiler)
_COMPILERS: dict[type[tree.Node], NodeCompiler] = {}


def compiles(kind: type[tree.Node]) -> Callable[[_C], _C]:
    """Register the compiler of one kind of node."""

    def add(function: _C) -> _C:
        _COMPILERS[kind] = function
        return function

    return add


def compile_node(node: tree.Node, local: bool) -> Code:
    """The closure that gives the node's value in a frame."""
    return _COMPILERS[type(node)](node, local)
