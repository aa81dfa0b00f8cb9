"""The public conformance cases: none that passed may fail again (``baseline.json`` holds those that pass).

After an improvement write the baseline anew: ``KARTABL_BASELINE=write pytest tests/conformance``.
"""

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(os.environ.get("CONFORMANCE_DIR") or ROOT.parent / "shared" / "conformance")
BASELINE = Path(__file__).with_name("baseline.json")
SECONDS = 300
Passed = dict[str, list[str]]


def test_bpmn_cases_that_passed_still_pass(tmp_path: Path) -> None:
    results = run("bpmn", [str(CASES / "bpmn")], tmp_path)
    judge("bpmn", [(*split(row["id"]), row["passed"]) for row in results])


def test_dmn_cases_that_passed_still_pass(tmp_path: Path) -> None:
    results = run("dmn", [], tmp_path)["cases"]
    judge("dmn", [(row["directory"], row["id"], row["passed"]) for row in results])


def run(kind: str, arguments: list[str], tmp_path: Path) -> Any:
    """The results as the runner writes them; the exit status only says that some case fails."""
    runner = CASES / kind / "run.py"
    if not runner.exists():
        pytest.skip(f"no conformance cases here: {runner} is absent (CONFORMANCE_DIR names another folder)")
    file = tmp_path / "results.json"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    done = subprocess.run(
        [sys.executable, str(runner), *arguments, "--json", str(file)],
        cwd=ROOT,
        env={**environment, "KARTABL_VAR": str(tmp_path), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert file.exists(), f"the runner gave no result:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return json.loads(file.read_text(encoding="utf-8"))


def split(case: str) -> tuple[str, str]:
    group, _slash, name = case.partition("/")
    return group, name


def judge(kind: str, results: list[tuple[str, str, bool]]) -> None:
    """Compare with the baseline: a case that passed must be there and pass."""
    passed: Passed = defaultdict(list)
    for group, name, ok in results:
        if ok:
            passed[group].append(name)
    if os.environ.get("KARTABL_BASELINE") == "write":
        write(kind, passed)
    known: Passed = json.loads(BASELINE.read_text(encoding="utf-8"))[kind]
    lost = [
        f"{group}/{name}" for group, names in known.items() for name in names if name not in passed[group]
    ]
    assert not lost, f"{len(lost)} {kind} cases passed before and fail now:\n" + "\n".join(lost)
    total, before = sum(map(len, passed.values())), sum(map(len, known.values()))
    print(f"{kind}: {total} of {len(results)} cases pass, {before} are in the baseline")


def write(kind: str, passed: Passed) -> None:
    """One line for each folder of cases."""
    known = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    known[kind] = {group: sorted(names) for group, names in sorted(passed.items())}
    parts = [
        f'"{name}": {{\n' + ",\n".join(f"{json.dumps(g)}: {json.dumps(n)}" for g, n in groups.items()) + "\n}"
        for name, groups in sorted(known.items())
    ]
    BASELINE.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
