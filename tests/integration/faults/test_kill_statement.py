"""``kill -9`` between any two statements of an order and of a last approval: undone or done, once."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.server import run_python
from tests.integration.faults.scratch import VENDORS, prepare_without_cases, scratch_database

LEAST_STATEMENTS = 10
ONCE = {"cases": 1, "places": 1, "letters": 1, "numbers": 1, "faults": []}
RUN = "from tests.integration.faults.dying_letters import main; main()"


@pytest.mark.parametrize("vendor", VENDORS)
def test_kill_between_any_statements_leaves_a_command_undone_or_done(vendor: str, tmp_path: Path) -> None:
    with scratch_database(vendor) as url:
        prepare_without_cases(tmp_path / "var", url)
        found: dict[str, Any] = json.loads(run_python(RUN, tmp_path / "var", url))
    for command in ("order", "last approval"):
        before, *states = found[command]
        after = states[-1]
        assert before != after
        undone = states.count(before)
        assert undone >= LEAST_STATEMENTS
        assert states == [before] * undone + [after] * (len(states) - undone), command
    assert found["end"] == ONCE
