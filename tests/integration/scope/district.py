"""District A with cases in every state, full of words that nobody outside may read; people who look at them."""

from dataclasses import dataclass, field
from typing import Any

from engine import api
from engine.documents import verification
from engine.forms import get_form
from engine.forms.drafts import open_draft, save_pages
from engine.forms.uploads import attach_files, store_upload
from engine.models import Incident, ProcessInstance
from portal.formatting import tracking
from tests.factories.directory import make_employee, make_officer
from tests.scenarios.letters.office import Office, actor
from tests.unit.engine.forms.pictures import png
from workflows.directory.models import Notice, Person, RoleHolding

FIRST, LAST, LAST_EN, BRANCH = "گلنوش", "رازدارنیا", "Razdarnia", "شعبه یگانه مهرشهر"
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@dataclass
class District:
    """``cases``: values for the arguments of addresses, one set for each case."""

    office: Office = field(default_factory=Office)
    cases: list[dict[str, Any]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        office = self.office
        self.applicant = make_employee(
            office.units["school-12"],
            first_name_fa=FIRST,
            last_name_fa=LAST,
            last_name_en=LAST_EN,
            mobile="09367654321",
        )
        office.units["shahriar"].stamp.save("stamp.png", png())
        self.common = self._common()
        self._returned()
        self._waiting_with_a_file()
        self._issued()

    def _common(self) -> dict[str, Any]:
        """What does not depend on the case: things of district A and of its applicant."""
        office, chief = self.office, self.office.chief
        form = get_form("bank_loan")
        begun = open_draft(form, person_id=str(self.applicant.pk), purpose=f"order:{office.loan.code}")
        draft = save_pages(begun, {"loan": {"branch": BRANCH}}, current="loan")
        own = office.offering(code="own-offering", unit=office.units["shahriar"])
        holder = chief.posts_held.get()
        return {
            "draft_id": draft.pk,
            "unit_id": office.units["shahriar"].pk,
            "post_id": holder.post_id,
            "holder_id": holder.pk,
            "person_id": self.applicant.pk,
            "holding_id": RoleHolding.objects.get(person=office.expert).pk,
            "offering_id": own.pk,
            "key": own.code,
            "field": "vehicle_card",
            "rest": "no/such/address",
        }

    def _add(self, case: ProcessInstance, task_id: int, ref: str = "0" * 32, token: str = "") -> None:
        incident, _new = Incident.objects.get_or_create(
            instance=case,
            defaults={"token": 1, "node": "issue_letter", "code": "no-signer", "opened_at": case.started_at},
        )
        code = str(case.tracking_code)
        self.codes.append(code)
        self.cases.append(
            {
                **self.common,
                "notice_id": Notice.objects.filter(person=self.applicant).earliest("pk").pk,
                "code": code,
                "tracking_code": code,
                "task_id": task_id,
                "ref": ref,
                "token": token or "forged",
                "incident_id": incident.pk,
                "job_id": 1,
                "definition_id": case.definition_id,
            }
        )

    def _waiting_with_a_file(self) -> None:
        owner = str(self.applicant.pk)
        ref = store_upload(png(), accept=["image/png"], max_bytes=5_000_000, owner_id=owner)
        attach_files([ref])
        offering = self.office.offering(form_key="vehicle_sticker", letter_key="letters/vehicle_sticker")
        plate = {"two_digits": "58", "letter": "ط", "three_digits": "714", "region": "21"}
        data = {"plate": plate, "vehicle_model": BRANCH, "color": "white", "vehicle_card": ref}
        case = api.start(
            offering.process_key,
            data,
            business_key=offering.code,
            unit="tehran/shahriar",
            by=actor(self.applicant),
        )
        self._add(case, self.office.waiting(case).pk, ref)

    def _returned(self) -> None:
        case = self.office.request(self.office.loan, self.applicant, branch=BRANCH)
        self.office.decide(case, self.office.expert, "return", reason=BRANCH)
        self._add(case, self.office.waiting(case).pk)

    def _issued(self) -> None:
        case = self.office.request(self.office.sticker, self.applicant, branch=BRANCH)
        task = self.office.waiting(case).pk
        self.office.decide(case, self.office.expert, "approve")
        api.run_due_jobs()
        letter = self.office.letter(case)
        self._add(case, task, token=verification.make_token(letter.pk, letter.issued_at))

    def secrets(self) -> list[str]:
        """Texts of which none may appear, however codes and digits are written."""
        numbers = [self.applicant.national_id, self.applicant.mobile, *self.codes]
        spellings = [*numbers, *(tracking(code) for code in self.codes)]
        return [LAST, LAST_EN, BRANCH, *spellings, *(text.translate(PERSIAN) for text in spellings)]

    def watchers(self) -> dict[str, Person | None]:
        """Everybody who has no business with the cases of the district."""
        units = self.office.units
        rey, here = units["rey"], units["shahriar"]
        return {
            "anonymous": None,
            "citizen of another district": make_employee(units["school-7"]),
            "expert of another district": make_officer(rey, "letters.expert"),
            "chief and manager of another district": make_officer(rey, "letters.chief", "letters.manager"),
            "administrator of another district": make_officer(
                rey,
                "audit.auditor",
                "units.manager",
                "users.manager",
                "forms.manager",
                "studio.administrator",
            ),
            "colleague of the applicant": make_employee(units["school-12"]),
            "services manager of the same district": make_officer(here, "forms.manager"),
        }
