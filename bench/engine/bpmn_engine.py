"""bpmn-engine in a node process of its own, which this one passes its orders on to."""

import subprocess
from pathlib import Path

from bench.engine.runs import Wrong

PROGRAM = Path(__file__).with_suffix(".mjs")


class OverNode:
    """``tasks``: how many have to be done in each instance."""

    def __init__(self, folder: str, xml: str, tasks: int) -> None:
        path = Path(folder) / "bench.bpmn"
        path.write_text(xml, encoding="utf-8")
        self.node = subprocess.Popen(
            ["node", str(PROGRAM), str(path), folder, str(tasks)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, count: int) -> float:
        assert self.node.stdin and self.node.stdout
        self.node.stdin.write(f"{count}\n")
        self.node.stdin.flush()
        answer = self.node.stdout.readline()
        if not answer:
            raise Wrong("bpmn-engine failed, see its error above")
        return float(answer)

    def stop(self) -> None:
        self.node.communicate()
