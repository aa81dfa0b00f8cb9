"""Demo cases: one in every state that a screen shows, made through the engine at moments of the past."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from engine import api, clock, queries
from engine.actor import Actor
from engine.forms import FormContext, get_form, typed, validate
from engine.forms.uploads import StoredFiles, attach_files, store_upload
from workflows.catalogue.limits import request_unit
from workflows.catalogue.models import Offering, Order
from workflows.directory.models import Person
from workflows.directory.working_time import working_hours
from workflows.letters.life_cycle import void
from workflows.letters.models import Letter

TEHRAN = ZoneInfo("Asia/Tehran")
LOAN = {
    "bank_name": "melli",
    "branch": "میدان شهدا",
    "amount": "450000000",
    "instalments": 36,
    "has_guarantor": False,
}


@dataclass
class DemoCases:
    """Acts as the demo people do."""

    people: dict[str, Person]
    offerings: dict[str, Offering]

    def load(self) -> int:
        """Make the cases unless there are any; how many were made. Older ones first: numbers follow dates."""
        if Order.objects.exists():
            return 0
        self._issued_long_ago()
        self._voided()
        self._rejected()
        self._issued_last_week()
        self._overdue()
        self._returned()
        self._waiting_for_the_chief()
        self._own_request_of_the_expert()
        self._fresh()
        api.run_due_jobs()
        return Order.objects.count()

    def _issued_long_ago(self) -> None:
        with working_day(-22):
            case = self._order("teacher", "bank_loan", LOAN | {"purpose": "تعمیر مسکن"})
        with working_day(-21):
            self._decide(case, "expert", "approve", note="سوابق کسر اقساط بررسی شد؛ بلامانع است.")
        with working_day(-20):
            self._decide(case, "chief", "approve")

    def _voided(self) -> None:
        with working_day(-15):
            case = self._order("retiree", "accommodation", self._stay("retiree", "mashhad"))
            self._decide(case, "expert2", "approve")
        with working_day(-13):
            letter = Letter.objects.get(instance_id=case)
            void(letter.pk, by=self._by("chief"), reason="به درخواست متقاضی و تغییر تاریخ سفر باطل شد.")

    def _rejected(self) -> None:
        with working_day(-12):
            case = self._order("retiree", "sports_discount", self._sport("swimming", 6, "استخر پیروزی"))
        with working_day(-11):
            reason = "مجموعه ورزشی انتخاب‌شده طرف قرارداد نیست؛ لطفاً از فهرست مجموعه‌ها انتخاب کنید."
            self._decide(case, "expert", "reject", reason=reason)

    def _issued_last_week(self) -> None:
        with working_day(-8):
            case = self._order("other-teacher", "sports_discount", self._sport("volleyball", 3))
            # her husband is the expert of that district: the province decided
            self._decide(case, "users", "approve")
        with working_day(-6):
            case = self._order("teacher", "accommodation", self._stay("teacher", "isfahan"))
            self._decide(case, "expert", "approve")

    def _overdue(self) -> None:
        with working_day(-4):
            self._order("teacher", "sports_discount", self._sport("fitness", 12))

    def _returned(self) -> None:
        with working_day(-3):
            case = self._order("retiree", "bank_loan", LOAN | {"bank_name": "sepah", "branch": "مرکزی"})
            self._decide(
                case, "expert", "return", reason="نام شعبه کامل نیست؛ نام خیابان یا کد شعبه را بنویسید."
            )

    def _waiting_for_the_chief(self) -> None:
        with working_day(-2):
            guaranteed = {
                "has_guarantor": True,
                "guarantor_name": "علی نوری",
                "guarantor_national_id": self.people["expert2"].national_id,
            }
            changes = {"bank_name": "mellat", "amount": "980000000", "instalments": 60, **guaranteed}
            case = self._order("teacher", "bank_loan", LOAN | changes)
        with working_day(-1):
            self._decide(case, "expert2", "approve", note="متقاضی یک معرفی‌نامه فعال دیگر دارد.")

    def _own_request_of_the_expert(self) -> None:
        with working_day(-1):
            self._order("expert", "accommodation", self._stay("expert", "ramsar"))

    def _fresh(self) -> None:
        self._order("teacher", "vehicle_sticker", self._vehicle(self.people["teacher"]))
        self._order("other-teacher", "accommodation", self._stay("other-teacher", "shiraz"))

    def _order(self, username: str, code: str, data: dict[str, Any]) -> int:
        """Submit finally, as the screen does: validated by the form, typed, started."""
        person, offering, form = self.people[username], self.offerings[code], get_form(code)
        unit = request_unit(person)
        ceilings = [Decimal(amount) for amount in offering.ceilings]
        context = FormContext(
            person_id=str(person.pk),
            unit=unit,
            now=clock.now(),
            values={"ceilings": ceilings},
            files=StoredFiles(str(person.pk)),
        )
        clean = validate(form, data, context=context)
        case = api.start(
            offering.process_key, typed(form, clean.data), business_key=code, unit=unit, by=self._by(username)
        )
        api.run_due_jobs()
        return int(case.pk)

    def _decide(self, case: int, username: str, outcome: str, **data: str) -> None:
        """Decide what waits in the case, an hour and a half later."""
        by = self._by(username)
        with clock.travel(clock.now() + timedelta(minutes=95)):
            task = queries.inbox(by.id).get(instance_id=case)
            api.complete(task.pk, {"outcome": outcome, **data}, by=by)
            api.run_due_jobs()

    def _by(self, username: str) -> Actor:
        return Actor(str(self.people[username].pk), channel="demo")

    def _stay(self, username: str, centre: str) -> dict[str, Any]:
        first = clock.now().astimezone(TEHRAN).date() + timedelta(days=25)
        return {
            "centre": centre,
            "from_date": first.isoformat(),
            "to_date": (first + timedelta(days=4)).isoformat(),
            "family": [
                {"full_name": str(member), "relation": member.relation, "national_id": member.national_id}
                for member in self.people[username].family_members.all()
            ],
        }

    def _sport(self, sport: str, months: int, centre: str = "مجموعه ورزشی انقلاب") -> dict[str, Any]:
        return {"sport": sport, "centre": centre, "ceiling_months": months, "consent": True}

    def _vehicle(self, owner: Person) -> dict[str, Any]:
        upload = SimpleUploadedFile("vehicle-card.png", _card_image(), content_type="image/png")
        ref = store_upload(upload, accept=["image/png"], max_bytes=1_000_000, owner_id=str(owner.pk))
        attach_files([ref])
        return {
            "plate": {"two_digits": "58", "letter": "ط", "three_digits": "714", "region": "21"},
            "vehicle_model": "پژو ۲۰۷",
            "color": "white",
            "vehicle_card": ref,
        }


@contextmanager
def working_day(distance: int) -> Iterator[None]:
    """Nine in the morning of the working day that many working days before today."""
    hours = working_hours("tehran")
    day = clock.now().astimezone(TEHRAN).date()
    for _ in range(-distance):
        day -= timedelta(days=1)
        while not hours.is_working_day(day):
            day -= timedelta(days=1)
    with clock.travel(datetime.combine(day, time(9), TEHRAN)):
        yield


def _card_image() -> bytes:
    """A plain drawing of a vehicle card."""
    image = Image.new("RGB", (640, 400), (236, 240, 248))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((20, 20, 620, 380), radius=24, outline=(60, 90, 160), width=6)
    for top in (90, 150, 210, 270):
        draw.rectangle((60, top, 420, top + 26), fill=(190, 204, 228))
    draw.rectangle((460, 90, 580, 240), fill=(170, 186, 214))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
