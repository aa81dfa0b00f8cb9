"""Daily anchors: a signed Merkle root over the last hash of every chain that grew.

The worker makes one at its first look of each day; ``manage.py anchor_history`` does the same.

The key lives outside the database (a file under ``settings.VAR_DIR``, or KARTABL_ANCHOR_KEY), each
anchor is also written to a file, and each signs the one before: rows removed from the database,
the last one of a chain and the newest anchor included, are noticed.
"""

import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from engine import clock
from engine.history.hash_chain import canonical, merkle_root
from engine.models import HistoryAnchor, HistoryEntry

Leaf = tuple[int, int, str]  # root id, seq, hash
# how far below the last covered id, and how long before that anchor, a late commit is looked for
LATE_ENTRIES, LATE = 10_000, timedelta(hours=1)


def anchor(day: date) -> HistoryAnchor | None:
    """Anchor everything written since the last anchor; None when nothing was. One anchor a day."""
    if HistoryAnchor.objects.filter(day=day).exists():
        return None
    before = HistoryAnchor.objects.order_by("-pk").first()
    leaves, last_entry = _grown_since(before)
    if not leaves:
        return None
    made = HistoryAnchor(
        day=day,
        leaves=json.dumps(leaves, separators=(",", ":")),
        last_entry=last_entry,
        merkle_root=_merkle_root(leaves),
        previous_signature=before.signature if before else "",
        created_at=clock.now(),
    )
    made.signature = private_key().sign(_signed_text(made)).hex()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:  # another worker was faster
        return None
    _export(made)
    return made


def _grown_since(before: HistoryAnchor | None) -> tuple[list[Leaf], int]:
    """The last entry of every chain that grew, and the newest id among them.

    What was committed late, with an id below the last one covered, is found as well.
    """
    entries = HistoryEntry.objects.order_by("root_id", "seq")
    covered: set[tuple[int, int]] = set()
    if before is not None:
        late = Q(pk__gt=before.last_entry - LATE_ENTRIES, at__gte=before.created_at - LATE)
        entries = entries.filter(Q(pk__gt=before.last_entry) | late)
        covered = {(root, seq) for root, seq, _ in json.loads(before.leaves)}
    ends: dict[int, Leaf] = {}
    last_entry = before.last_entry if before else 0
    for key, root, seq, entry_hash in entries.values_list("pk", "root_id", "seq", "hash").iterator():
        ends[root] = (root, seq, entry_hash)
        last_entry = max(last_entry, key)
    return [leaf for leaf in ends.values() if leaf[:2] not in covered], last_entry


def last_anchored() -> dict[int, tuple[int, str]]:
    """Root id → (seq, hash) of its newest anchored entry."""
    found: dict[int, tuple[int, str]] = {}
    for made in HistoryAnchor.objects.order_by("pk").iterator():
        for root, seq, entry_hash in json.loads(made.leaves):
            found[root] = (seq, entry_hash)
    return found


def fault_of(made: HistoryAnchor, previous_signature: str) -> str:
    """What is wrong with an anchor by itself, "" when nothing is."""
    if _merkle_root(json.loads(made.leaves)) != made.merkle_root:
        return "its leaves do not give its Merkle root"
    if made.previous_signature != previous_signature:
        return "it does not follow the anchor before it: one was removed or changed"
    try:
        private_key().public_key().verify(bytes.fromhex(made.signature), _signed_text(made))
    except (InvalidSignature, ValueError):
        return "its signature is not ours"
    exported = export_path(made.day)
    if exported.exists() and exported.read_text(encoding="utf-8") != _exported_text(made):
        return "it differs from its exported file"
    return ""


def as_json(made: HistoryAnchor) -> dict[str, Any]:
    """An anchor as exported."""
    return {
        "day": made.day.isoformat(),
        "leaves": json.loads(made.leaves),
        "last_entry": made.last_entry,
        "merkle_root": made.merkle_root,
        "previous_signature": made.previous_signature,
        "signature": made.signature,
    }


def exported_days() -> list[date]:
    """The days of all exported anchor files."""
    return sorted(date.fromisoformat(path.stem) for path in _folder("anchors").glob("*.json"))


def export_path(day: date) -> Path:
    """The exported file of a day's anchor."""
    return _folder("anchors") / f"{day.isoformat()}.json"


def private_key() -> Ed25519PrivateKey:
    """The signing key: KARTABL_ANCHOR_KEY (64 hex digits), else the file made at first use."""
    if settings.KARTABL_ANCHOR_KEY:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.KARTABL_ANCHOR_KEY))
    path = _folder("keys") / "anchor.key"
    if not path.exists():
        _write_whole(path, Ed25519PrivateKey.generate().private_bytes_raw().hex())
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii")))


def _folder(name: str) -> Path:
    folder = Path(settings.VAR_DIR) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _export(made: HistoryAnchor) -> None:
    path = export_path(made.day)
    path.unlink(missing_ok=True)  # of an anchor whose transaction was undone
    _write_whole(path, _exported_text(made))


def _exported_text(made: HistoryAnchor) -> str:
    return json.dumps(as_json(made), indent=1)


def _write_whole(path: Path, text: str) -> None:
    """Write a file that nobody sees half; the first of two writers wins."""
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="utf-8")
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _merkle_root(leaves: Sequence[Sequence[int | str]]) -> str:
    return merkle_root([canonical({"leaf": list(leaf)}) for leaf in leaves])


def _signed_text(made: HistoryAnchor) -> bytes:
    signed = {
        "day": made.day.isoformat(),
        "last_entry": made.last_entry,
        "merkle_root": made.merkle_root,
        "previous": made.previous_signature,
    }
    return canonical(signed).encode()
