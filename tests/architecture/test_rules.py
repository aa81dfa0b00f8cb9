"""Rules of the house that neither ruff nor import-linter checks."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.architecture.sources import LAYERS, ROOT, calls, place, python_files, tree_of

LONGEST, LONG, LONGEST_FUNCTION = 500, 300, 50
REASONS = {  # file of more than 300 lines → why it is not two files
    "engine/runtime/events.py": "the catalogue of what can happen, one small record each",
    "tests/unit/engine/forms/test_letter_forms.py": "one walk through each of the shipped forms",
}
ALL = (*LAYERS, "tests", "bench")
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "time.time"}
FORBIDDEN_NAMES = re.compile(r"(utils|helpers|managers?|common|base_\w+)\.py")


def test_files_are_short() -> None:
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*ALL)}
    too_long = {
        name: count
        for name, count in lengths.items()
        if count > LONGEST or (count > LONG and name not in REASONS)
    }
    assert not too_long, f"split them, or (up to {LONGEST} lines) give a reason in REASONS: {too_long}"
    stale = [name for name in REASONS if lengths.get(name, 0) <= LONG]
    assert not stale, f"these need no reason any more: {stale}"


def test_functions_are_short() -> None:
    found = [
        f"{place(path, node.lineno)} {node.name}"
        for path in python_files(*ALL)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert not found


def test_every_module_says_what_it_is_for() -> None:
    found = [
        place(path)
        for path in python_files(*LAYERS)
        if tree_of(path).body and not ast.get_docstring(tree_of(path))
    ]
    assert not found


def test_files_are_named_after_what_is_in_them() -> None:
    found = [place(path) for path in python_files(*ALL) if FORBIDDEN_NAMES.fullmatch(path.name)]
    assert not found


def test_runtime_is_pure() -> None:
    """The same trigger on the same state gives the same step: no clock, no chance in engine.runtime."""
    forbidden = re.compile(r"(^|\.)(now|today|utcnow|uuid[14]|random|randint|choice|token_\w+)$")
    found = [
        f"{place(path, call.lineno)} {name}"
        for path in python_files("engine/runtime")
        for name, call in calls(path)
        if forbidden.search(name)
    ]
    modules = {"random", "secrets", "uuid", "time"}
    imported = [
        place(path, node.lineno)
        for path in python_files("engine/runtime")
        for node in ast.walk(tree_of(path))
        if modules & imported_modules(node)
    ]
    assert not found + imported


def imported_modules(node: ast.AST) -> set[str]:
    """Top-level modules that an import statement names."""
    if isinstance(node, ast.Import):
        return {alias.name.split(".")[0] for alias in node.names}
    return {(node.module or "").split(".")[0]} if isinstance(node, ast.ImportFrom) else set()


def test_only_the_clock_tells_the_time() -> None:
    """Engine and workflows ask ``engine.clock``, so that tests and demo data can travel."""
    found = [
        f"{place(path, call.lineno)} {name}"
        for path in python_files("engine", "workflows")
        for name, call in calls(path)
        if path != ROOT / "engine/clock.py" and any(name.endswith(clock) for clock in CLOCKS)
    ]
    assert not found


def test_no_screen_acts_as_the_system() -> None:
    """``by=None`` is the system: nothing that a person sends may run as it."""
    found = [
        place(path, call.lineno)
        for path in python_files("portal")
        for _name, call in calls(path)
        for keyword in call.keywords
        if keyword.arg == "by" and isinstance(keyword.value, ast.Constant) and keyword.value.value is None
    ]
    assert not found


def test_models_of_other_packages_are_imported_never_named() -> None:
    """A model named by a string escapes the import contracts."""
    found = [
        f"{place(path, call.lineno)} {name}"
        for path in python_files(*LAYERS)
        for name, call in calls(path)
        if name.endswith("apps.get_model") or names_a_foreign_model(path, name, call)
    ]
    assert not found


def names_a_foreign_model(path: Path, name: str, call: ast.Call) -> bool:
    """``ForeignKey("label.Model")`` outside the app of that label ("self" and plain names are the own app)."""
    if name.rpartition(".")[2] not in ("ForeignKey", "OneToOneField", "ManyToManyField"):
        return False
    to = call.args[0] if call.args else next((k.value for k in call.keywords if k.arg == "to"), None)
    if not isinstance(to, ast.Constant) or "." not in str(to.value):
        return False
    layer, app = path.relative_to(ROOT).parts[:2]
    own = {"engine": "engine", "workflows": app, "portal": f"portal_{app}"}[layer]
    return str(to.value).split(".")[0] != own


@pytest.mark.django_db
def test_migrations_are_up_to_date() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_no_file_names_this_machine() -> None:
    """Paths of a developer's machine and addresses with credentials belong into the environment."""
    forbidden = re.compile(r"/(?:home|root|work|Users)/\w+/|https?://[^\s/\"']+:[^\s/\"']+@")
    texts = [*python_files(*LAYERS), ROOT / "Makefile", ROOT / "pyproject.toml"]
    texts += (ROOT / "docs").rglob("*.md")
    found = [
        place(path, number)
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if forbidden.search(line)
    ]
    assert not found
