"""Proves the history: every chain, every commitment, every anchor. Names each row that was touched."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from engine.history import anchors
from engine.history.hash_chain import commitment, entry_hash
from engine.models import HistoryAnchor, HistoryEntry, ProcessInstance

COLUMNS = ("actor", "acting_for", "command", "seq")


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
    """Check one case's chain, or all chains and anchors."""
    entries = HistoryEntry.objects.order_by("root_id", "seq")
    instances = ProcessInstance.objects.filter(root__isnull=True)
    if root_id is not None:
        entries, instances = entries.filter(root_id=root_id), instances.filter(pk=root_id)
    anchored = anchors.last_anchored()
    heads = {row.pk: row for row in instances.only("id", "history_seq", "history_hash").iterator()}
    faults: list[Fault] = []
    erased: list[tuple[int, int, str]] = []
    seen, count = set(), 0
    for root, group in groupby(entries.iterator(), key=lambda entry: entry.root_id):
        chain = list(group)
        seen.add(root)
        count += len(chain)
        faults += [*_chain_faults(chain, heads.get(root)), *_anchor_faults(chain, anchored.get(root))]
        for seq, order in _erasures(chain).items():
            if order:
                erased.append((root, seq, order))
            else:
                faults.append(Fault(root, seq, "its data are gone without an order"))
    faults += [Fault(root, None, "all its entries are gone") for root in heads if root not in seen]
    if root_id is None:
        faults += [
            Fault(root, None, "it was anchored, and is gone") for root in anchored.keys() - heads.keys()
        ]
        faults += _anchors_own_faults()
    return Verification(len(seen), count, HistoryAnchor.objects.count(), erased, faults)


def _chain_faults(chain: list[HistoryEntry], head: ProcessInstance | None) -> Iterator[Fault]:
    last_seq, last_hash = 0, ""
    for entry in chain:
        yield from _gap(entry, last_seq)
        reason = _entry_fault(entry, last_hash if entry.seq == last_seq + 1 else entry.prev_hash)
        if reason:
            yield Fault(entry.root_id, entry.seq, reason)
        last_seq, last_hash = entry.seq, entry.hash
    if head is not None and (head.history_seq, head.history_hash) != (last_seq, last_hash):
        missing = head.history_seq > last_seq
        reason = "the last entry was deleted" if missing else "the case does not end with this entry"
        yield Fault(chain[0].root_id, last_seq + 1 if missing else last_seq, reason)


def _erasures(chain: list[HistoryEntry]) -> dict[int, str]:
    """Seq → order number ("" without an order) of every entry whose payload is gone."""
    sound = (entry for entry in chain if entry_hash(entry.metadata) == entry.hash)
    events = (event for entry in sound for event in json.loads(entry.metadata)["events"])
    ordered = {
        seq: event["order"]
        for event in events
        if event["kind"] == "PayloadErased"
        for seq in event["entries"]
    }
    return {entry.seq: ordered.get(entry.seq, "") for entry in chain if entry.payload is None}


def _gap(entry: HistoryEntry, last_seq: int) -> Iterator[Fault]:
    for seq in range(last_seq + 1, entry.seq):
        yield Fault(entry.root_id, seq, "the entry was deleted")


def _entry_fault(entry: HistoryEntry, expected_prev: str) -> str:
    if entry_hash(entry.metadata) != entry.hash:
        return "its metadata do not match its hash"
    stated = json.loads(entry.metadata)
    if stated["prev"] != expected_prev or entry.prev_hash != expected_prev:
        return "it does not follow the entry before it"
    if stated["root"] != entry.root_id or any(stated[name] != getattr(entry, name) for name in COLUMNS):
        return "its columns differ from its metadata"
    if stated["at"] != entry.at.isoformat() or stated["commitment"] != entry.commitment:
        return "its columns differ from its metadata"
    if entry.payload is not None and commitment(entry.salt or "", entry.payload) != entry.commitment:
        return "its data were changed"
    return ""


def _anchor_faults(chain: list[HistoryEntry], anchored: tuple[int, str] | None) -> Iterator[Fault]:
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
    for made in HistoryAnchor.objects.order_by("day"):
        days.add(made.day)
        if reason := anchors.fault_of(made, previous):
            yield Fault(None, None, f"{made.day}: {reason}")
        previous = made.signature
    for day in anchors.exported_days():
        if day not in days:
            yield Fault(None, None, f"{day}: the anchor was exported, and is gone from the database")
