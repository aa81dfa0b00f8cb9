"""SpiffWorkflow 3.2: each step loads the serialised workflow from SQLite and saves it again."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench.engine.databases import PRAGMAS
from bench.engine.runs import verify


class Host:
    """What an application around SpiffWorkflow has to do."""

    def __init__(self, folder: str, xml: str, key: str) -> None:
        from SpiffWorkflow.bpmn.parser import BpmnParser
        from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

        path = Path(folder) / "bench.bpmn"
        path.write_text(xml, encoding="utf-8")
        parser = BpmnParser()
        parser.add_bpmn_file(str(path))
        self.spec, self.called = parser.get_spec(key), parser.get_subprocess_specs(key)
        self.serializer = BpmnWorkflowSerializer()
        self.database = sqlite3.connect(f"{folder}/spiff.sqlite3", isolation_level=None)
        self.database.executescript(f"{PRAGMAS}CREATE TABLE workflow (id INTEGER PRIMARY KEY, state TEXT);")

    def start(self, data: dict[str, Any]) -> tuple[int, Any]:
        """A new workflow as far as it goes; its id and itself."""
        from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

        workflow = BpmnWorkflow(self.spec, self.called)
        if data:
            workflow.get_next_task().data.update(data)
        workflow.do_engine_steps()
        return self._save(workflow, None), workflow

    def step(self, key: int, data: dict[str, Any]) -> Any:
        """Complete the next user task."""
        from SpiffWorkflow.util.task import TaskState

        text = self.database.execute("SELECT state FROM workflow WHERE id = ?", [key]).fetchone()[0]
        workflow = self.serializer.deserialize_json(text)
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        task.data.update(data)
        task.run()
        workflow.do_engine_steps()
        self._save(workflow, key)
        return workflow

    def _save(self, workflow: Any, key: int | None) -> int:
        text = self.serializer.serialize_json(workflow)
        self.database.execute("BEGIN IMMEDIATE")
        if key is None:
            key = self.database.execute("INSERT INTO workflow (state) VALUES (?)", [text]).lastrowid
        else:
            self.database.execute("UPDATE workflow SET state = ? WHERE id = ?", [text, key])
        self.database.execute("COMMIT")
        return int(key or 0)


def run_through(host: Host, data: dict[str, Any], results: dict[str, Any]) -> Callable[[], None]:
    """Start a workflow that ends at once, with these results."""

    def run_one() -> None:
        _, workflow = host.start(data)
        verify(workflow.is_completed(), "the workflow has not ended")
        found = workflow.last_task.data
        verify({name: found.get(name) for name in results} == results, "the workflow has wrong results")

    return run_one


def complete_all(host: Host, steps: Sequence[dict[str, Any]]) -> Callable[[], None]:
    """Start a workflow and complete its user tasks, each with its data."""

    def run_one() -> None:
        key, _ = host.start({})
        for data in steps:
            workflow = host.step(key, data)
        verify(workflow.is_completed(), "the workflow has not ended")

    return run_one
