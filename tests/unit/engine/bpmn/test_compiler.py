"""What the compiler makes of a file: the process, its references, its graph."""

from engine.bpmn import compile_bpmn
from engine.definition import Reference, ServiceTask, TimerDefinition, UserTask, external_references
from tests.unit.engine.bpmn.drawing import START_END, compiled, draw, timer, user

EVERYTHING = (
    '<startEvent id="s" kartabl:formKey="request"/><endEvent id="e"/>'
    + user("u", 'name="Check" kartabl:role="clerk" kartabl:formKey="=form" kartabl:outcomes="yes، no,yes"')
    + user("v", 'kartabl:role="=role"')
    + '<serviceTask id="l" kartabl:letter="loan"/><sendTask id="n" kartabl:connector="sms" kartabl:message="m"/>'
    '<businessRuleTask id="d" kartabl:decision="eligible"/>'
    + timer(
        "t",
        "u",
        "<timeDuration>P1D</timeDuration>",
        interrupting=False,
        attributes='kartabl:calendar="office"',
    )
)
FLOWS = ("s>u", "u>v", "v>l", "l>n", "n>d", "d>e", "t>e")
ATTRIBUTES = (
    'name="Loan" kartabl:title="loan" kartabl:versionTag="2" kartabl:trackingPrefix="14" '
    'kartabl:starterRoles="teacher, retired" kartabl:expectedDuration="P5D" kartabl:retention="P10Y"'
)


def test_the_attributes_of_a_process_are_kept():
    process = compiled(EVERYTHING, *FLOWS, attributes=ATTRIBUTES)
    assert (process.key, process.name, process.title, process.version_tag) == ("p", "Loan", "loan", "2")
    assert (process.tracking_prefix, process.starter_roles) == ("14", ("teacher", "retired"))
    assert (process.expected_duration, process.retention, process.source_line) == ("P5D", "P10Y", 1)
    assert process.start_nodes == ("s",)
    assert process.roles == {"clerk"}


def test_the_graph_is_linked_and_boundary_events_belong_to_their_host():
    process = compiled(EVERYTHING, *FLOWS)
    task = process.nodes["u"]
    assert isinstance(task, UserTask)
    assert (task.name, task.outcomes, task.incoming) == ("Check", ("yes", "no"), ("s_u",))
    assert task.outgoing == (process.flows["u_v"],)
    assert task.boundary_events == (process.nodes["t"],)
    (event,) = task.boundary_events
    (timer_of_u,) = event.definitions
    assert isinstance(timer_of_u, TimerDefinition)
    assert (event.host, event.interrupting, timer_of_u.calendar) == ("u", False, "office")


def test_a_letter_is_a_call_of_the_calculator_that_issues_it():
    task = compiled(EVERYTHING, *FLOWS).nodes["l"]
    assert isinstance(task, ServiceTask)
    assert task.calculator == "letters.issue"
    assert [(entry.target, entry.source.text) for entry in task.parameters] == [("letter", "loan")]


def test_everything_named_outside_of_the_file_is_listed():
    assert external_references(compiled(EVERYTHING, *FLOWS)) == [
        Reference("form", "request", "s", 1),
        Reference("role", "clerk", "u", 1),
        Reference("calculator", "letters.issue", "l", 1),
        Reference("letter", "loan", "l", 1),
        Reference("connector", "sms", "n", 1),
        Reference("decision", "eligible", "d", 1),
    ]


def test_a_lane_names_the_role_of_a_task_that_names_nobody():
    lanes = '<laneSet id="ls"><lane id="l" name="clerk"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    process = compiled(
        START_END + lanes + user("a", "") + user("b", 'kartabl:role="chief"'), "s>a", "a>b", "b>e"
    )
    assert process.roles == {"clerk", "chief"}


def test_all_executable_processes_of_a_file_are_compiled_and_the_others_left_alone():
    xml = draw(START_END, "s>e").decode()
    other = '<process id="{}" isExecutable="{}"><task id="t{}"/></process>'
    more = other.format("q", "true", 1) + other.format("drawn", "false", 2)
    found = compile_bpmn(xml.replace("</definitions>", more + "</definitions>").encode())
    assert [process.key for process in found] == ["p", "q"]
