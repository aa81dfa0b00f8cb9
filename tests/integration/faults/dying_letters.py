"""Orders a letter and approves it last, in children that die by SIGKILL before the N-th statement, for every N.

Each child repeats the command with the same command id. Prints JSON: for each command the digests of the
database before, after each death, and after the child that came through; and what stands in the end.
"""

import json
import os
import signal
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from typing import Any

import django

LOAN = {
    "bank_name": "melli",
    "branch": "مرکزی",
    "amount": Decimal(450_000_000),
    "instalments": Decimal(36),
    "has_guarantor": False,
}
REVIEWS = {"expert": "expert_review", "chief": "chief_review"}
Command = Callable[[], Any]


def main() -> None:
    """In a prepared installation."""
    django.setup()
    from tests.integration.faults.nursery import warm_up

    warm_up()
    ordered = die_again_and_again(order)
    decide("expert")
    approved = die_again_and_again(lambda: decide("chief"))
    print(json.dumps({"order": ordered, "last approval": approved, "end": end()}))


def order() -> None:
    """The teacher submits."""
    from engine import api
    from workflows.catalogue.limits import request_unit
    from workflows.directory.models import Person

    api.start(
        "letter_issuance",
        dict(LOAN),
        business_key="bank_loan",
        unit=request_unit(Person.objects.get(username="teacher")),
        by=actor("teacher"),
        command_id="order",
    )


def decide(username: str) -> None:
    """Approve the one case."""
    from engine import api
    from engine.models import UserTask

    task = UserTask.objects.get(node=REVIEWS[username])
    api.complete(task.pk, {"outcome": "approve"}, by=actor(username), command_id="approval")


def actor(username: str) -> Any:
    from engine.actor import Actor
    from workflows.directory.models import Person

    return Actor(str(Person.objects.get(username=username).pk), channel="test")


def die_again_and_again(command: Command) -> list[str]:
    """The digests of the database."""
    states = [state()]
    for number in count(1):
        survived = run_child(command, number)
        states.append(state())
        if survived:
            break
    return states


def run_child(command: Command, number: int) -> bool:
    """Whether the child came through."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        with connections["default"].execute_wrapper(dying_before(number)):
            command()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL), "the command failed otherwise"
    return status == 0


def dying_before(number: int) -> Callable[..., Any]:
    """Not after: a commit is no statement, and what another statement does behind it must not be missed."""
    numbers = count(1)

    def watch(execute: Any, *statement: Any) -> Any:
        if next(numbers) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*statement)

    return watch


def state() -> str:
    from tests.integration.fingerprint import fingerprint

    return json.dumps(fingerprint())


def end() -> dict[str, Any]:
    """What stands after both commands."""
    from engine.history.verification import verify
    from engine.models import ProcessInstance
    from workflows.catalogue.models import Order
    from workflows.letters.models import Letter, LetterRegister

    register = LetterRegister.objects.get()
    return {
        "cases": ProcessInstance.objects.count(),
        "places": Order.objects.count(),
        "letters": Letter.objects.count(),
        "numbers": register.last_number - register.first_number + 1,
        "faults": [str(fault) for fault in verify().faults],
    }
