"""The office of the letter scenarios: a district with its people, and what they do in words."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine import api
from engine.actor import Actor
from engine.models import HistoryEntry, ProcessInstance, UserTask
from tests.factories.catalogue import OfferingFactory
from tests.factories.directory import make_chief, make_employee, make_officer, make_tree
from workflows.catalogue.limits import request_unit
from workflows.catalogue.models import Offering, Order
from workflows.directory.models import Notice, Person, Unit
from workflows.letters.models import Letter

LOAN = {
    "bank_name": "melli",
    "branch": "مرکزی",
    "amount": Decimal(500_000_000),
    "instalments": Decimal(36),
    "has_guarantor": False,
}


@dataclass
class Office:
    """shahriar has a teacher, two experts and a chief; the province stands above."""

    units: dict[str, Unit] = field(default_factory=make_tree)

    def __post_init__(self) -> None:
        district = self.units["shahriar"]
        self.teacher: Person = make_employee(self.units["school-12"], first_name_fa="زهرا")
        self.expert = make_officer(district, "letters.expert")
        self.expert2 = make_officer(district, "letters.expert")
        self.chief = make_chief(district)
        self.manager = make_officer(self.units["tehran"], "letters.manager")
        self.loan = self.offering(approval_steps=2)
        self.sticker = self.offering(approval_steps=1)

    def offering(self, **changes: Any) -> Offering:
        """A bank-loan offering of the province."""
        given = {"unit": self.units["tehran"], "letter_key": "letters/bank_loan", **changes}
        return OfferingFactory(**given)

    def request(self, offering: Offering, by: Person | None = None, **changes: Any) -> ProcessInstance:
        """The person submits the request finally."""
        person = by or self.teacher
        return api.start(
            offering.process_key,
            {**LOAN, **changes},
            business_key=offering.code,
            unit=request_unit(person),
            by=actor(person),
        )

    def decide(self, case: ProcessInstance, by: Person, outcome: str, **data: Any) -> None:
        """The person decides what waits in the case."""
        api.complete(self.waiting(case).pk, {"outcome": outcome, **data}, by=actor(by))

    def waiting(self, case: ProcessInstance) -> UserTask:
        """The one open user task of the case."""
        return UserTask.objects.get(instance=case, state="open")

    def waits_at(self, case: ProcessInstance) -> list[str]:
        return list(UserTask.objects.filter(instance=case, state="open").values_list("node", flat=True))

    def letter(self, case: ProcessInstance) -> Letter:
        return Letter.objects.get(instance_id=case.pk)

    def order_state(self, case: ProcessInstance) -> str:
        return Order.objects.get(instance_id=case.pk).state

    def notices(self, person: Person) -> list[str]:
        return list(Notice.objects.filter(person=person).order_by("pk").values_list("title_key", flat=True))

    def history_kinds(self, case: ProcessInstance) -> list[str]:
        entries = HistoryEntry.objects.filter(root_id=case.pk).order_by("seq")
        return [event for entry in entries for event in _kinds(entry)]


def _kinds(entry: HistoryEntry) -> list[str]:
    return [event["kind"] for event in json.loads(entry.metadata)["events"]]


def actor(person: Person) -> Actor:
    return Actor(str(person.pk), channel="test")


def tehran_noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=ZoneInfo("Asia/Tehran"))
