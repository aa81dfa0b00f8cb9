"""The history proves itself: any touched, deleted or reordered row is found and named."""

import json
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from engine import api, queries
from engine.errors import NotFound
from engine.history import anchors
from engine.history.hash_chain import canonical, entry_hash
from engine.history.verification import verify
from engine.models import HistoryAnchor, HistoryEntry, ProcessInstance, UserTask
from engine.runtime import encode_state
from engine.store.replaying import replay_case
from tests.integration.conftest import CHIEF, EXPERT, TEACHER, UNIT
from tests.integration.processes import TWO_STEPS


@pytest.fixture
def ended(request_started: ProcessInstance, tmp_path: Path, settings: Any) -> ProcessInstance:
    """A finished case with four entries."""
    settings.VAR_DIR = tmp_path
    api.claim(UserTask.objects.get(state="open").pk, by=EXPERT)
    api.complete(UserTask.objects.get(state="open").pk, {"outcome": "approve"}, by=EXPERT)
    api.complete(UserTask.objects.get(state="open").pk, {"outcome": "approve"}, by=CHIEF)
    return ProcessInstance.objects.get(pk=request_started.pk)


def faults() -> list[tuple[int | None, int | None]]:
    return [(fault.root_id, fault.seq) for fault in verify().faults]


def test_untouched_history_is_intact(ended: ProcessInstance) -> None:
    result = verify()
    assert (result.chains, result.entries, result.faults) == (1, 4, [])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "somebody"),
        ("command", "start"),
        ("acting_for", "x"),
        ("metadata", "{}"),
        ("hash", "0" * 64),
        ("prev_hash", "0" * 64),
        ("commitment", "0" * 64),
        ("payload", "{}"),
        ("salt", "0" * 32),
        ("command_id", "another"),
        ("intent", "complete 1 reject"),
    ],
)
def test_change_of_any_column_is_found_and_named(ended: ProcessInstance, column: str, value: str) -> None:
    HistoryEntry.objects.filter(root=ended, seq=2).update(**{column: value})
    assert (ended.pk, 2) in faults()


def test_one_changed_byte_in_a_payload_is_found(ended: ProcessInstance) -> None:
    entry = HistoryEntry.objects.get(root=ended, seq=3)
    entry.payload = entry.payload.replace("approve", "approvE", 1)
    entry.save()
    assert faults() == [(ended.pk, 3)]


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_deleted_entry_is_found_the_last_one_too(ended: ProcessInstance, seq: int) -> None:
    HistoryEntry.objects.filter(root=ended, seq=seq).delete()
    assert (ended.pk, seq) in faults()


def test_reordered_entries_are_found(ended: ProcessInstance) -> None:
    HistoryEntry.objects.filter(root=ended, seq=2).update(seq=99)
    HistoryEntry.objects.filter(root=ended, seq=3).update(seq=2)
    HistoryEntry.objects.filter(root=ended, seq=99).update(seq=3)
    assert {(ended.pk, 2), (ended.pk, 3)} <= set(faults())


def test_last_entry_removed_with_the_head_put_back_is_found_by_the_anchor(ended: ProcessInstance) -> None:
    anchors.anchor(date(2031, 1, 1))
    HistoryEntry.objects.filter(root=ended, seq=4).delete()
    before = HistoryEntry.objects.get(root=ended, seq=3)
    ProcessInstance.objects.filter(pk=ended.pk).update(history_seq=3, history_hash=before.hash)
    assert (ended.pk, 4) in faults()


def test_removed_or_changed_anchor_is_found(ended: ProcessInstance) -> None:
    made = anchors.anchor(date(2031, 1, 1))
    assert made is not None
    api.note(ended.pk, by=CHIEF, kind="PaperPrinted", data={})
    anchors.anchor(date(2031, 1, 2))
    assert verify().faults == []
    HistoryAnchor.objects.filter(pk=made.pk).update(leaves=json.dumps([[ended.pk, 4, "0" * 64]]))
    assert any("Merkle" in str(fault) for fault in verify().faults)
    HistoryAnchor.objects.filter(pk=made.pk).delete()
    assert any("gone from the database" in str(fault) for fault in verify().faults)


def test_erasure_by_order_leaves_the_chain_provable(ended: ProcessInstance) -> None:
    api.erase_payloads(ended.pk, [1, 2], by=CHIEF, order="1404/77")
    result = verify()
    assert result.faults == []
    assert result.erased == [(ended.pk, 1, "1404/77"), (ended.pk, 2, "1404/77")]
    assert queries.history(ended)[0].is_erased


def test_payload_removed_without_order_is_a_fault(ended: ProcessInstance) -> None:
    HistoryEntry.objects.filter(root=ended, seq=2).update(payload=None, salt=None)
    assert faults() == [(ended.pk, 2)]


def test_replay_of_the_history_leads_to_the_stored_state(ended: ProcessInstance) -> None:
    replayed = replay_case(ended)
    assert encode_state(replayed) == json.loads(ended.token_state)
    assert replayed.variables == ended.values


def test_metadata_are_canonical_json() -> None:
    rfc8785 = pytest.importorskip("rfc8785")
    sample = {"b": 'سلام\u2028\n"\\\x01é', "a": [1, {"z": "", "y": 2**40}], "root": 7}
    assert canonical(sample).encode() == rfc8785.dumps(sample)


def test_history_shows_data_before_and_after(request_started: ProcessInstance) -> None:
    api.set_variables(request_started.pk, {"amount": 6}, by=TEACHER, reason="typing error")
    last = queries.history(request_started)[-1]
    assert list(last.before or {}) == ["amount"]
    assert last.before != last.after


@pytest.mark.parametrize("metadata", ["{}", "[]", "no json", '{"events": 7}'])
def test_forged_metadata_with_their_own_hash_are_named_and_stop_no_proof(
    ended: ProcessInstance, metadata: str
) -> None:
    HistoryEntry.objects.filter(root=ended, seq=2).update(metadata=metadata, hash=entry_hash(metadata))
    assert (ended.pk, 2) in faults()


def test_history_of_a_case_that_is_gone_is_a_fault(ended: ProcessInstance) -> None:
    with connection.cursor() as cursor:  # as somebody who may switch off what keeps rows together
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM engine_user_task")
        cursor.execute("DELETE FROM engine_process_instance")
        assert (ended.pk, None) in faults()
        cursor.execute("DELETE FROM engine_history_entry")


def test_unreadable_export_of_an_anchor_is_named(ended: ProcessInstance) -> None:
    anchors.anchor(date(2031, 1, 1))
    anchors.export_path(date(2031, 1, 1)).write_text("{", encoding="utf-8")
    assert any("exported file" in str(fault) for fault in verify().faults)


def test_anchor_made_under_a_wrong_clock_does_not_stop_the_next(ended: ProcessInstance) -> None:
    assert anchors.anchor(date(2039, 1, 1))
    api.note(ended.pk, by=CHIEF, kind="PaperPrinted", data={})
    assert anchors.anchor(date(2031, 1, 1))
    assert verify().faults == []


def test_anchor_covers_what_was_committed_late_and_nothing_twice(ended: ProcessInstance) -> None:
    made = anchors.anchor(date(2031, 1, 1))
    assert made is not None
    api.note(ended.pk, by=CHIEF, kind="PaperPrinted", data={})
    late = HistoryEntry.objects.order_by("-pk")[0]
    HistoryAnchor.objects.filter(pk=made.pk).update(last_entry=late.pk + 5)
    second = anchors.anchor(date(2031, 1, 2))
    assert second is not None
    assert json.loads(second.leaves) == [[ended.pk, 5, late.hash]]
    assert anchors.anchor(date(2031, 1, 3)) is None


def test_moved_mark_of_an_anchor_is_found(ended: ProcessInstance) -> None:
    anchors.anchor(date(2031, 1, 1))
    HistoryAnchor.objects.update(last_entry=10**9)
    assert any("signature" in str(fault) for fault in verify().faults)


def test_order_of_erasure_names_only_entries_that_exist(ended: ProcessInstance) -> None:
    with pytest.raises(NotFound):
        api.erase_payloads(ended.pk, [2, 99], by=CHIEF, order="1404/77")
    assert verify().erased == []


@pytest.mark.django_db(transaction=True)
def test_proof_made_while_people_work_finds_no_fault(office: Any, tmp_path: Path, settings: Any) -> None:
    settings.VAR_DIR = tmp_path
    api.deploy(TWO_STEPS)
    cases = [api.start("two_steps", {}, unit=UNIT, by=TEACHER).pk for _ in range(30)]
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            for case in cases:
                api.note(case, by=CHIEF, kind="PaperPrinted", data={})
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        found = [fault for _ in range(15) for fault in verify().faults]
    finally:
        stop.set()
        thread.join()
    assert found == []
