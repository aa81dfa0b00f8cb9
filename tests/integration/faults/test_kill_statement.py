"""kill -9 between any two statements of a command leaves it wholly undone or wholly done."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
UNDONE = {
    "tasks": [["review", "open"]],
    "inbox": [["expert", "tehran"], ["expert", "tehran/shahriar"]],
    "entries": 1,
    "outcome": None,
    "commands": 0,
    "faults": [],
}
DONE = {
    "tasks": [["review", "completed"], ["sign", "open"]],
    "inbox": [["chief", "tehran"], ["chief", "tehran/shahriar"]],
    "entries": 2,
    "outcome": "approve",
    "commands": 1,
    "faults": [],
}


def test_kill_after_any_statement_leaves_the_command_undone_or_done(tmp_path: Path) -> None:
    given = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        "KARTABL_VAR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "tests.integration.faults.dying_commands", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    *killed, last = json.loads(done.stdout)
    assert len(killed) >= 8
    for report in killed:
        after, ended_by = report.pop("after"), report.pop("signal")
        assert ended_by == 9, after
        assert report == UNDONE, f"killed after statement {after}"
    assert last.pop("signal") == 0
    del last["after"]
    assert last == DONE
