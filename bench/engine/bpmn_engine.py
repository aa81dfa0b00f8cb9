"""bpmn-engine in a node process of its own, which this one passes its orders on to."""

import subprocess
from pathlib import Path

from bench.engine.runs import Run, Wrong

PROGRAM = Path(__file__).with_suffix(".mjs")


def over_node(folder: str, xml: str, tasks: int) -> Run:
    """``tasks``: how many have to be done in each instance."""
    path = Path(folder) / "bench.bpmn"
    path.write_text(xml, encoding="utf-8")
    node = subprocess.Popen(
        ["node", str(PROGRAM), str(path), folder, str(tasks)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def run(count: int) -> float:
        assert node.stdin and node.stdout
        node.stdin.write(f"{count}\n")
        node.stdin.flush()
        answer = node.stdout.readline()
        if not answer:
            raise Wrong("bpmn-engine failed, see its error above")
        return float(answer)

    return run
