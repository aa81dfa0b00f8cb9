"""Every workload of the benchmark runs and verifies itself, at a size at which nothing is measured."""

import importlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from bench.engine import bpmn_engine, kartabl, measuring
from bench.engine.runs import Run, Wrong
from bench.engine.table import Row, written
from engine import api
from engine.plugins import calculator, directory

HAS_BPMN_ENGINE = bool(shutil.which("node")) and Path("node_modules/bpmn-engine").exists()
NAMES = (*measuring.WORKLOADS, "growth")


def workload(name: str) -> ModuleType:
    return importlib.import_module(f"bench.engine.workloads.{name}")


@pytest.fixture
def deployed(db: None, organisation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The contender's own office in the database of the tests, instead of its own database."""

    def set_up(folder: str, *processes: str, artifacts: Sequence[tuple[str, str, str]] = ()) -> None:
        directory.register(kartabl.Office())
        calculator("bench.double")(lambda inputs: 2)
        for xml in processes:
            api.deploy(xml, artifacts=artifacts)

    monkeypatch.setattr(kartabl, "set_up", set_up)


def tried(run: Run, count: int) -> None:
    assert run(count) > 0
    assert run(count) > 0


@pytest.mark.parametrize("name", NAMES)
def test_kartabl_runs_the_workload(name: str, deployed: None) -> None:
    size, count = workload(name).TINY
    tried(workload(name).kartabl("", size), count)


@pytest.mark.parametrize("name", [name for name in NAMES if hasattr(workload(name), "spiff")])
def test_spiffworkflow_runs_the_workload(name: str, tmp_path: Path) -> None:
    size, count = workload(name).TINY
    tried(workload(name).spiff(str(tmp_path), size), count)


@pytest.mark.skipif(not HAS_BPMN_ENGINE, reason="needs node and npm ci")
@pytest.mark.parametrize("name", [name for name in NAMES if hasattr(workload(name), "bpmn_engine")])
def test_bpmn_engine_runs_the_workload(name: str, tmp_path: Path) -> None:
    size, count = workload(name).TINY
    over_node = bpmn_engine.OverNode(str(tmp_path), *workload(name).bpmn_engine(size))
    try:
        tried(over_node.run, count)
    finally:
        over_node.stop()


def test_everybody_takes_part_or_says_why() -> None:
    for name in measuring.WORKLOADS:
        missing = {who for who in measuring.ORDER if not hasattr(workload(name), who)}
        assert missing == {*workload(name).CANNOT, *getattr(workload(name), "NOT_MEASURED", {})}, name


def test_failure_is_not_measured(deployed: None) -> None:
    with pytest.raises(Wrong, match="wrong results"):
        workload("line").kartabl("", 3)
        kartabl.run_through("line", {}, {"n0": 3})


def test_table_gives_ratios_to_the_first_contender() -> None:
    rows = [
        Row("w", "a", "items", [0.002, 0.001, 0.003]),
        Row("w", "b", "items", [0.01]),
        Row("w", "c", "", [], "why"),
    ]
    assert written(rows) == [
        "| w | a | 1.00 | 500 items | 2.00 |  |",
        "|  | b | 5.00 | 100 items | 10.00 |  |",
        "|  | c | – | – | – | why |",
    ]
