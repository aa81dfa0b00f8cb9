"""Fills an empty database with open user tasks by bulk SQL, the same on SQLite and PostgreSQL.

One province with its districts; every case waits for the expert of its district. One task in ten is
overdue, one in twenty has no deadline, the two in a hundred most urgent are claimed by colleagues.
"""

from dataclasses import dataclass

from django.core.management import call_command
from django.db import connection, transaction

from engine import clock
from engine.models import NEVER, ProcessDefinition
from engine.store.inbox_entries import STEPS
from workflows.catalogue.models import Offering
from workflows.directory.models import Person, RoleHolding, Unit

DISTRICTS = 199
PEOPLE = 5_000
SERVICES = 20
ROLE = "letters.expert"
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Readers:
    """Whose inbox is measured: an expert of one district, and one who holds the role in the province."""

    clerk: Person
    manager: Person


def fill(tasks: int) -> Readers:
    """Migrate and write ``tasks`` open user tasks with their cases."""
    call_command("migrate", verbosity=0)
    call_command("deploy_definitions", verbosity=0)
    with transaction.atomic():
        province = Unit.objects.create(code="p", name_fa="استان", name_en="Province", kind=Unit.Kind.PROVINCE)
        districts = [_district(province, number) for number in range(DISTRICTS)]
        people = Person.objects.bulk_create(map(_person, range(PEOPLE)))
        _offerings(province)
        readers = Readers(_holder(districts[0], "clerk"), _holder(province, "manager"))
        _cases(tasks, people[0].pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    return readers


def _district(province: Unit, number: int) -> Unit:
    names = {"name_fa": f"منطقه {number}", "name_en": f"District {number}"}
    return Unit.objects.create(code=f"d{number}", parent=province, kind=Unit.Kind.DISTRICT, **names)


def _person(number: int) -> Person:
    names = {"first_name_fa": "مریم", "last_name_fa": f"کریمی {number}"}
    return Person(username=f"person-{number}", national_id=f"{number:010d}", **names)


def _holder(unit: Unit, name: str) -> Person:
    number = 9_000_000_000 + unit.pk
    person = Person.objects.create(
        username=name, national_id=str(number), first_name_fa="زهرا", last_name_fa=name
    )
    RoleHolding.objects.create(person=person, role=ROLE, unit=unit, granted_at=clock.now())
    return person


def _offerings(province: Unit) -> None:
    common = {"unit": province, "form_key": "bank_loan", "letter_key": "letters/bank_loan"}
    for number in range(SERVICES):
        titles = {"title_fa": f"خدمت {number}", "title_en": f"Service {number}"}
        Offering.objects.create(code=f"service-{number}", **titles, **common)


def _cases(tasks: int, first_person: int) -> None:
    now = int(clock.now().timestamp())
    definition = ProcessDefinition.objects.get(key="letter_issuance").pk
    created = _moment(f"{now} - ({tasks} - i) * {60 * DAY} / {tasks}")
    due = _moment(f"{now} + (rank - {tasks // 10}) * {30 * DAY} / {tasks}")
    unit = f"'p/d' || CAST(i % {DISTRICTS} AS text)"
    numbers = f"""WITH RECURSIVE
        numbers(i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM numbers WHERE i < {tasks}),
        cases AS (SELECT i, i * 7919 % {tasks} AS rank FROM numbers)"""
    zone = "+00" if connection.vendor == "postgresql" else ""
    statements = [
        f"""INSERT INTO engine_process_instance (id, definition_id, tracking_code, business_key, unit_path,
            state, token_state, variables, revision, history_seq, history_hash, started_by, started_at)
            {numbers} SELECT i, {definition}, CAST(100000000000 + i AS text),
            'service-' || CAST(i % {SERVICES} AS text), {unit}, 'active', '{{}}', '{{"purpose": "{"x" * 300}"}}',
            1, 1, '', CAST({first_person} + i % {PEOPLE} AS text), {created} FROM cases""",
        f"""INSERT INTO engine_user_task (id, instance_id, token, node, form_key, role, unit_path,
            escalated_from, assignee, distinct_from, not_related_to, outcomes, due, priority, state, revision,
            created_at, completed_by)
            {numbers} SELECT i, i, 1, 'expert_review', 'review', '{ROLE}', {unit}, '',
            CASE WHEN rank < {tasks // 50} THEN CAST({first_person} + i % 1000 AS text) ELSE '' END,
            '', 'start', 'approve return reject', CASE WHEN i % 20 = 7 THEN NULL ELSE {due} END,
            50, 'open', 1, {created}, '' FROM cases""",
        *(
            f"""INSERT INTO engine_inbox_entry (id, user_task_id, role, unit_path, due, priority, service,
                assignee, created_at)
                SELECT t.id * {STEPS} + {step}, t.id, t.role, {seen_in},
                COALESCE(t.due, '{NEVER:%Y-%m-%d %H:%M:%S}{zone}'), t.priority,
                c.business_key, t.assignee, t.created_at
                FROM engine_user_task t JOIN engine_process_instance c ON c.id = t.instance_id"""
            for step, seen_in in enumerate(("t.unit_path", "'p'"))
        ),
    ]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _moment(seconds: str) -> str:
    """SQL for the instant so many seconds after 1970, as the ORM stores it."""
    if connection.vendor == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%S', {seconds}, 'unixepoch')"
    return f"to_timestamp({seconds})"
