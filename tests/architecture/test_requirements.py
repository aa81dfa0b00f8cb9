"""The map of requirements stays true: every id is there once, every file and every test it names exists."""

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "requirements.md"
NUMBERS = {
    "GEN": [1, 2],
    "PORTAL": [*range(3, 9), *range(10, 14)],
    "FORM": [*range(1, 24)],
    "LETTER": [*range(1, 15)],
}
ROW = re.compile(r"^\| (?P<id>SARA-[A-Z]+-\d\d) \|(?P<rest>.*)\|$")
CODE = re.compile(r"`([^`]+)`")


class Row(NamedTuple):
    """One line of the map. ``tests``: (path, test function)."""

    id: str
    state: str
    requirement: str
    files: list[str]
    tests: list[tuple[str, str]]


def rows() -> list[Row]:
    found = []
    for line in MAP.read_text(encoding="utf-8").splitlines():
        if match := ROW.match(line):
            state, requirement, built, proved = (cell.strip() for cell in match["rest"].split("|"))
            tests = [
                (path, name) for path, _, name in (text.partition("::") for text in CODE.findall(proved))
            ]
            found.append(Row(match["id"], state, requirement, CODE.findall(built), tests))
    return found


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_requirement_is_in_the_map_once() -> None:
    wanted = [f"SARA-{part}-{number:02d}" for part, numbers in NUMBERS.items() for number in numbers]
    assert [row.id for row in rows()] == wanted


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_what_the_map_says_of_a_requirement_exists(row: Row) -> None:
    assert row.state in ("yes", "partly", "no")
    assert row.state == "yes" or ". " in row.requirement, "what is missing is not said"
    assert row.state == "no" or (row.files and row.tests), "nothing builds or proves it"
    for path in row.files:
        assert (ROOT / path).is_file(), f"{path} does not exist"
    for path, name in row.tests:
        assert (ROOT / path).is_file(), f"{path} does not exist"
        assert name in functions_of(path), f"{path} has no {name}"
