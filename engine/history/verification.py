"""Proves the history: every chain, every commitment, every anchor. Names each row that was touched."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Exists, OuterRef, Subquery

from engine.history import anchors
from engine.history.hash_chain import commitment, entry_hash
from engine.models import HistoryAnchor, HistoryEntry, ProcessInstance

SAME = ("actor", "acting_for", "command", "commitment", "intent", "seq")
COLUMNS = (*SAME, "at", "command_id", "root")
STATED = {*COLUMNS, "channel", "events", "instance", "prev"}


if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Head(TypedDict):
        """The last entry as the case itself names it; None when there is no such case."""

        head_seq: int | None
        head_hash: str | None

    Entry = WithAnnotations[HistoryEntry, Head]


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken place. ``seq`` None: the chain as a whole; ``root_id`` None: an anchor."""

    root_id: int | None
    seq: int | None
    reason: str

    def __str__(self) -> str:
        place = "anchor" if self.root_id is None else f"case {self.root_id}"
        return f"{place}{'' if self.seq is None else f', entry {self.seq}'}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome: how much was checked, payloads erased as (root, seq, order), and every fault."""

    chains: int
    entries: int
    anchors: int
    erased: list[tuple[int, int, str]]
    faults: list[Fault]


def verify(root_id: int | None = None) -> Verification:
    """Check one case's chain, or all chains and anchors, also while cases go on.

    Each entry is read together with the head of its case by one statement, so that both are of one moment.
    """
    anchored = anchors.last_anchored()
    faults: list[Fault] = []
    erased: list[tuple[int, int, str]] = []
    seen, count = set(), 0
    for root, group in groupby(_entries(root_id), key=lambda entry: entry.root_id):
        chain = list(group)
        seen.add(root)
        count += len(chain)
        faults += [*_chain_faults(chain), *_anchor_faults(chain, anchored.get(root))]
        for seq, order in _erasures(chain).items():
            if order:
                erased.append((root, seq, order))
            else:
                faults.append(Fault(root, seq, "its data are gone without an order"))
    faults += [Fault(root, None, "all its entries are gone") for root in _without_entries(root_id)]
    if root_id is None:
        faults += [Fault(root, None, "it was anchored, and is gone") for root in anchored.keys() - seen]
        faults += _anchors_own_faults()
    return Verification(len(seen), count, HistoryAnchor.objects.count(), erased, faults)


def _entries(root_id: int | None) -> "Iterator[Entry]":
    head = ProcessInstance.objects.filter(pk=OuterRef("root_id"))
    found = HistoryEntry.objects.annotate(
        head_seq=Subquery(head.values("history_seq")), head_hash=Subquery(head.values("history_hash"))
    ).order_by("root_id", "seq")
    return (found if root_id is None else found.filter(root_id=root_id)).iterator()


def _without_entries(root_id: int | None) -> Iterator[int]:
    history = HistoryEntry.objects.filter(root_id=OuterRef("pk"))
    found = ProcessInstance.objects.filter(~Exists(history), root__isnull=True)
    return (found if root_id is None else found.filter(pk=root_id)).values_list("pk", flat=True).iterator()


def _chain_faults(chain: "list[Entry]") -> Iterator[Fault]:
    last_seq, last_hash = 0, ""
    for entry in chain:
        yield from _gap(entry, last_seq)
        reason = _entry_fault(entry, last_hash if entry.seq == last_seq + 1 else entry.prev_hash)
        if reason:
            yield Fault(entry.root_id, entry.seq, reason)
        last_seq, last_hash = entry.seq, entry.hash
    last = chain[-1]
    if last.head_seq is None:
        yield Fault(last.root_id, None, "the case is gone, its entries are not")
    elif last.head_seq > last_seq:
        yield Fault(last.root_id, last_seq + 1, "the last entry was deleted")
    elif (last.head_seq, last.head_hash) != (last_seq, last_hash):
        yield Fault(last.root_id, last_seq, "the case does not end with this entry")


def _erasures(chain: Sequence[HistoryEntry]) -> dict[int, str]:
    """Seq → order number ("" without an order) of every entry whose payload is gone."""
    ordered = {
        seq: event["order"]
        for entry in chain
        for event in (_stated(entry) or {"events": ()})["events"]
        if event["kind"] == "PayloadErased"
        for seq in event["entries"]
    }
    return {entry.seq: ordered.get(entry.seq, "") for entry in chain if entry.payload is None}


def _gap(entry: HistoryEntry, last_seq: int) -> Iterator[Fault]:
    for seq in range(last_seq + 1, entry.seq):
        yield Fault(entry.root_id, seq, "the entry was deleted")


def _entry_fault(entry: HistoryEntry, expected_prev: str) -> str:
    stated = _stated(entry)
    if stated is None:
        return "its metadata do not match its hash"
    if stated["prev"] != expected_prev or entry.prev_hash != expected_prev:
        return "it does not follow the entry before it"
    if _columns(entry) != {name: stated[name] for name in COLUMNS}:
        return "its columns differ from its metadata"
    if entry.payload is not None and commitment(entry.salt or "", entry.payload) != entry.commitment:
        return "its data were changed"
    return ""


def _columns(entry: HistoryEntry) -> dict[str, Any]:
    """What the metadata must say of the columns."""
    same = {name: getattr(entry, name) for name in SAME}
    return {**same, "at": entry.at.isoformat(), "command_id": entry.command_id or "", "root": entry.root_id}


def _stated(entry: HistoryEntry) -> dict[str, Any] | None:
    """What the metadata say; None when they are not what was written: another hash, or another shape."""
    if entry_hash(entry.metadata) != entry.hash:
        return None
    try:
        stated = json.loads(entry.metadata)
        is_ours = stated.keys() == STATED and all("kind" in event for event in stated["events"])
    except (AttributeError, TypeError, ValueError):
        return None
    return stated if is_ours else None


def _anchor_faults(chain: Sequence[HistoryEntry], anchored: tuple[int, str] | None) -> Iterator[Fault]:
    if anchored is None:
        return
    seq, expected = anchored
    entry = next((entry for entry in chain if entry.seq == seq), None)
    if entry is None:
        yield Fault(chain[0].root_id, seq, "the entry was anchored, and is gone")
    elif entry.hash != expected:
        yield Fault(entry.root_id, seq, "its hash differs from the anchored one")


def _anchors_own_faults() -> Iterator[Fault]:
    previous, days = "", set()
    for made in HistoryAnchor.objects.order_by("pk"):
        days.add(made.day)
        if reason := anchors.fault_of(made, previous):
            yield Fault(None, None, f"{made.day}: {reason}")
        previous = made.signature
    for day in anchors.exported_days():
        if day not in days:
            yield Fault(None, None, f"{day}: the anchor was exported, and is gone from the database")
