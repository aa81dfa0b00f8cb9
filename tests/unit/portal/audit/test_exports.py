"""The history of a case as JSON and Excel: complete, text only, and on record as read."""

import io
import json

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from engine.models import HistoryEntry, ProcessInstance
from tests.scenarios.letters.office import Office
from tests.unit.portal.backoffice.office import signed_in
from workflows.directory.models import Person


@pytest.fixture
def case(office: Office) -> ProcessInstance:
    made = office.request(office.loan, branch='=HYPERLINK("http://x")')
    office.decide(made, office.expert, "reject", reason="+1 مدرک کامل نیست")
    return made


def test_json_holds_every_entry_with_its_hash(auditor: Person, case: ProcessInstance) -> None:
    answer = signed_in(auditor).get(reverse("audit:json", args=[case.tracking_code]))
    data = json.loads(answer.content)
    assert answer.headers["Content-Disposition"].endswith(f'case-{case.tracking_code}.json"')
    assert data["intact"] is True
    hashes = list(HistoryEntry.objects.filter(root=case).order_by("seq").values_list("hash", flat=True))
    assert [entry["hash"] for entry in data["entries"]] == hashes
    assert data["entries"][0]["after"]["bank_name"] == "melli"


def test_excel_tells_the_timeline_and_holds_no_formula(auditor: Person, case: ProcessInstance) -> None:
    answer = signed_in(auditor, "fa").get(reverse("audit:xlsx", args=[case.tracking_code]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.sheet_view.rightToLeft
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" for cell in cells)
    risky = [cell for cell in cells if str(cell.value).startswith(("=", "+"))]
    assert risky
    assert all(cell.quotePrefix for cell in risky)


def test_export_is_recorded_as_a_reading(auditor: Person, case: ProcessInstance) -> None:
    client = signed_in(auditor)
    for name in ("json", "xlsx"):
        client.get(reverse(f"audit:{name}", args=[case.tracking_code]))
    assert case.accesses.filter(screen="audit:export", person=str(auditor.pk)).count() == 2
    assert "as an export" in client.get(reverse("audit:case", args=[case.tracking_code])).text
