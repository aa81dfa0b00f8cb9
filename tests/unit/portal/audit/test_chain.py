"""The proof in words: intact, which entry is broken, erased by order; over one case and over all."""

import ast
import inspect
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.urls import reverse

from engine import api
from engine.actor import Actor
from engine.history import anchors, verification
from engine.models import HistoryEntry, ProcessInstance
from portal.audit.chain_words import REASONS
from tests.factories.directory import make_officer
from tests.scenarios.letters.office import Office
from tests.unit.portal.backoffice.office import signed_in
from workflows.directory.models import Person


@pytest.fixture
def case(office: Office) -> ProcessInstance:
    made = office.request(office.loan)
    office.decide(made, office.expert, "approve")
    return made


def page_of(auditor: Person, case: ProcessInstance) -> str:
    return signed_in(auditor).get(reverse("audit:case", args=[case.tracking_code])).text


def test_untouched_history_is_called_intact(auditor: Person, case: ProcessInstance) -> None:
    assert "2 entries, intact" in page_of(auditor, case)


def test_changed_data_name_the_entry(auditor: Person, case: ProcessInstance) -> None:
    entry = HistoryEntry.objects.get(root=case, seq=1)
    HistoryEntry.objects.filter(pk=entry.pk).update(payload=entry.payload.replace("melli", "sepah"))
    html = page_of(auditor, case)
    assert "2 entries, broken" in html
    assert "Entry 1: its data were changed afterwards." in html
    assert 'href="#entry-1"' in html


def test_deleted_last_entry_is_noticed(auditor: Person, case: ProcessInstance) -> None:
    HistoryEntry.objects.get(root=case, seq=2).delete()
    assert "Entry 2: the last entry was deleted." in page_of(auditor, case)


def test_data_erased_by_order_are_shown_as_such(auditor: Person, case: ProcessInstance) -> None:
    api.erase_payloads(case.pk, [1], by=Actor(str(auditor.pk)), order="77/1404")
    html = page_of(auditor, case)
    assert "3 entries, intact" in html
    assert "The data of this entry were erased by order 77/1404." in html
    assert "Bank Melli" not in html


def test_data_gone_without_order_break_the_proof(auditor: Person, case: ProcessInstance) -> None:
    HistoryEntry.objects.filter(root=case, seq=1).update(payload=None, salt=None)
    assert "The data of this entry are gone without an order." in page_of(auditor, case)


def test_everything_is_checked_and_faults_outside_the_reach_only_counted(
    office: Office, auditor: Person, case: ProcessInstance
) -> None:
    call_command("anchor_history", verbosity=0)
    verify = reverse("audit:verify")
    assert "were checked: intact" in signed_in(auditor).post(verify).text
    HistoryEntry.objects.filter(root=case, seq=1).update(actor="999999")
    html = signed_in(auditor).post(verify).text
    assert "were checked: broken" in html
    assert reverse("audit:case", args=[case.tracking_code]) in html
    elsewhere = signed_in(make_officer(office.units["rey"], "audit.auditor")).post(verify).text
    assert case.tracking_code not in elsewhere
    assert "outside your units" in elsewhere


def test_check_of_everything_needs_a_post(auditor: Person) -> None:
    assert signed_in(auditor).get(reverse("audit:verify")).status_code == 405


def reasons_in(module: object) -> Iterator[str]:
    """The reasons that the proof can give: third argument of a Fault, or what a ``…fault`` function returns."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):  # type: ignore[arg-type]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Fault":
            yield from (item.value for item in node.args[2:] if isinstance(item, ast.Constant))
        if isinstance(node, ast.FunctionDef) and "fault" in node.name:
            returned = [item.value for item in ast.walk(node) if isinstance(item, ast.Return)]
            yield from (item.value for item in returned if isinstance(item, ast.Constant) and item.value)


def test_every_reason_of_a_broken_proof_has_its_words() -> None:
    given = {*reasons_in(verification), *reasons_in(anchors)}
    assert len(given) > 8
    assert given - set(REASONS) == set()
