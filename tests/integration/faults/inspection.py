"""What stands in the database of a killed server, and every broken promise in words; printed as JSON."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from engine import api, clock
from engine.jobs.claiming import LEASE
from engine.models import HistoryEntry, Incident, Job, ProcessInstance, UserTask
from workflows.catalogue.models import Order
from workflows.directory.models import Notice
from workflows.letters.models import Letter, LetterFile, LetterRegister
from workflows.letters.numbering import missing_serials


def inspect() -> None:
    """What must hold at any moment, however the server died."""
    with transaction.atomic():
        if connection.vendor == "postgresql":  # a dead server's last commit may come between two of our looks
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        print(json.dumps({"commands": commands(), "letters": Letter.objects.count(), "faults": [*faults()]}))


def finish() -> None:
    """First run the jobs that dead workers held (their leases have run out by then); all cases must have ended."""
    with clock.travel(clock.now() + LEASE + timedelta(minutes=1)):
        taken_over = api.run_due_jobs()
    found = {"commands": commands(), "letters": Letter.objects.count(), "taken_over": taken_over}
    print(json.dumps({**found, "faults": [*faults(), *unfinished()]}))


def commands() -> dict[str, tuple[str, str]]:
    """By command id what the API carried out: the intent, and the tracking code of its case."""
    codes = dict(ProcessInstance.objects.values_list("pk", "tracking_code"))
    given = HistoryEntry.objects.filter(command_id__isnull=False)
    return {entry.command_id: (entry.intent, codes[entry.instance_id]) for entry in given}


def faults() -> Iterator[str]:
    """Every broken promise in words."""
    yield from history()
    yield from places()
    yield from decisions()
    yield from waiting()
    yield from register()


def history() -> Iterator[str]:
    """No row of the history is missing, doubled or altered."""
    report = StringIO()
    try:
        call_command("verify_history", stdout=report)
    except CommandError:
        yield from report.getvalue().splitlines()


def places() -> Iterator[str]:
    """Each order carried out has one case, and the case one place on the service."""
    ordered = Counter(HistoryEntry.objects.filter(intent__startswith="start ").values_list("root", flat=True))
    cases = Counter(ProcessInstance.objects.values_list("pk", flat=True))
    taken = Counter(Order.objects.values_list("instance_id", flat=True))
    if not ordered == cases == taken:
        yield f"orders, cases and places differ: {(ordered | cases | taken) - (ordered & cases & taken)}"


def decisions() -> Iterator[str]:
    """Intents, user tasks and triggers in the history tell of the same decisions, each once."""
    intents = HistoryEntry.objects.filter(intent__startswith="complete ").values_list("intent", flat=True)
    decided = UserTask.objects.filter(state="completed")
    carried_out = Counter(int(intent.split()[1]) for intent in intents)
    if carried_out != Counter(decided.values_list("pk", flat=True)):
        yield f"commands and user tasks differ: {carried_out.most_common(3)}"
    entries = HistoryEntry.objects.filter(command="complete").values_list("root", "payload")
    told = Counter((case, json.loads(payload)["trigger"]["token"]) for case, payload in entries)
    if told != Counter(decided.values_list("instance", "token")):
        yield f"history and user tasks differ: {told.most_common(3)}"


def waiting() -> Iterator[str]:
    """A case that goes on waits for a person or a job; one that ended waits for nothing; nothing has failed."""
    own = OuterRef("pk")
    waits = Q(Exists(UserTask.objects.filter(instance=own, state="open")))
    waits |= Q(Exists(Job.objects.filter(instance=own)))
    for case in ProcessInstance.objects.filter(~waits, state="active"):
        yield f"case {case} is active and waits for nothing"
    for case in ProcessInstance.objects.filter(waits).exclude(state="active"):
        yield f"case {case} has ended and still waits for something"
    for incident in Incident.objects.filter(state="open"):
        yield f"case {incident.instance_id}: incident {incident.code} {incident.params}"
    for job in Job.objects.filter(state="running", lease_until__gt=clock.now() + LEASE):
        yield f"{job} is held beyond its lease"


def register() -> Iterator[str]:
    """Letter numbers without gap and without double, one for each last approval."""
    for row in LetterRegister.objects.select_related("unit"):
        letters = Letter.objects.filter(unit=row.unit, year=row.jalali_year)
        if (
            missing_serials(row.unit, row.jalali_year)
            or letters.count() != row.last_number - row.first_number + 1
        ):
            yield f"register of {row.unit}: {sorted(letters.values_list('serial', flat=True))}"
    approved = UserTask.objects.filter(node="chief_review", state="completed")
    if Counter(Letter.objects.values_list("instance_id", flat=True)) != Counter(
        approved.values_list("instance", flat=True)
    ):
        yield f"{approved.count()} last approvals, {Letter.objects.count()} letters"


def unfinished() -> Iterator[str]:
    """In the end every case has one letter, one paper, one notice to its applicant, and is over."""
    over = ProcessInstance.objects.filter(state="completed").count()
    notices = Notice.objects.filter(title_key="letter-issued").count()
    counts = {
        "over": over,
        "papers": LetterFile.objects.count(),
        "notices": notices,
        "jobs": Job.objects.count(),
    }
    cases = ProcessInstance.objects.count()
    if counts != {"over": cases, "papers": cases, "notices": cases, "jobs": 0}:
        yield f"{cases} cases, but {counts}"
