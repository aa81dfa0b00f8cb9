"""What the architecture tests look at: the source files of the layers, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("engine", "workflows", "portal")


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Python files below the folders, without migrations."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a file with the dotted name of what is called: ``datetime.now``."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def place(path: Path, line: int | None = None) -> str:
    """How a finding names its place."""
    name = str(path.relative_to(ROOT))
    return name if line is None else f"{name}:{line}"
