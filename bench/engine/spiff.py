"""SpiffWorkflow 3.2: the same process; each step loads the serialised workflow and saves it again."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

PROCESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:bench" id="d">
<process id="bench" isExecutable="true">
  <startEvent id="start"/>
  <sequenceFlow id="f1" sourceRef="start" targetRef="fill"/>
  <userTask id="fill"/>
  <sequenceFlow id="f2" sourceRef="fill" targetRef="choice"/>
  <exclusiveGateway id="choice" default="f4"/>
  <sequenceFlow id="f3" sourceRef="choice" targetRef="approve">
    <conditionExpression>amount &gt; 1</conditionExpression></sequenceFlow>
  <sequenceFlow id="f4" sourceRef="choice" targetRef="end"/>
  <userTask id="approve"/>
  <sequenceFlow id="f5" sourceRef="approve" targetRef="end"/>
  <endEvent id="end"/>
</process></definitions>"""


def prepare(folder: str) -> Callable[[int], None]:
    """Parse once, open the database; the function that runs one workflow from start to end."""
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
    from SpiffWorkflow.util.task import TaskState

    path = Path(folder) / "bench.bpmn"
    path.write_text(PROCESS, encoding="utf-8")
    parser = BpmnParser()
    parser.add_bpmn_file(str(path))
    spec = parser.get_spec("bench")
    serializer = BpmnWorkflowSerializer()
    database = sqlite3.connect(f"{folder}/spiff.sqlite3", isolation_level=None)
    database.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=4000;"
        "CREATE TABLE workflow (id INTEGER PRIMARY KEY, state TEXT);"
    )

    def save(workflow: object, key: int | None) -> int:
        text = serializer.serialize_json(workflow)
        database.execute("BEGIN IMMEDIATE")
        if key is None:
            key = database.execute("INSERT INTO workflow (state) VALUES (?)", [text]).lastrowid
        else:
            database.execute("UPDATE workflow SET state = ? WHERE id = ?", [text, key])
        database.execute("COMMIT")
        return int(key or 0)

    def step(key: int, data: dict[str, object]) -> bool:
        text = database.execute("SELECT state FROM workflow WHERE id = ?", [key]).fetchone()[0]
        workflow = serializer.deserialize_json(text)
        task = workflow.get_next_task(state=TaskState.READY, manual=True)
        task.data.update(data)
        task.run()
        workflow.do_engine_steps()
        save(workflow, key)
        return bool(workflow.is_completed())

    def run_one(number: int) -> None:
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        key = save(workflow, None)
        step(key, {"amount": 5, "bank": "melli"})
        assert step(key, {})

    return run_one
