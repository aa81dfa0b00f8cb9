"""Daily anchors: a signed Merkle root over the last hash of every chain that grew.

The key lives outside the database (a file under ``settings.VAR_DIR``, or KARTABL_ANCHOR_KEY), each
anchor is also written to a file, and each signs the one before: rows removed from the database,
the last one of a chain and the newest anchor included, are noticed.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db.models import Max

from engine import clock
from engine.history.hash_chain import canonical, merkle_root
from engine.models import HistoryAnchor, HistoryEntry

Leaf = tuple[int, int, str]


def anchor(day: date) -> HistoryAnchor | None:
    """Anchor everything written since the last anchor; None when nothing was. One anchor a day."""
    before = HistoryAnchor.objects.order_by("-day").first()
    anchored = last_anchored()
    newest = HistoryEntry.objects.values("root_id").annotate(last=Max("seq")).order_by("root_id")
    wanted = [
        (row["root_id"], row["last"])
        for row in newest
        if row["last"] > anchored.get(row["root_id"], (0, ""))[0]
    ]
    if not wanted or (before and before.day >= day):
        return None
    leaves = [[root, seq, HistoryEntry.objects.get(root_id=root, seq=seq).hash] for root, seq in wanted]
    root_hash = merkle_root([canonical({"leaf": leaf}) for leaf in leaves])
    previous = before.signature if before else ""
    signature = private_key().sign(_signed_text(day, root_hash, previous)).hex()
    made = HistoryAnchor.objects.create(
        day=day,
        leaves=json.dumps(leaves, separators=(",", ":")),
        merkle_root=root_hash,
        previous_signature=previous,
        signature=signature,
        created_at=clock.now(),
    )
    export_path(day).write_text(json.dumps(as_json(made), indent=1), encoding="utf-8")
    return made


def last_anchored() -> dict[int, tuple[int, str]]:
    """Root id → (seq, hash) of its newest anchored entry."""
    found: dict[int, tuple[int, str]] = {}
    for made in HistoryAnchor.objects.order_by("day").iterator():
        for root, seq, entry_hash in json.loads(made.leaves):
            found[root] = (seq, entry_hash)
    return found


def fault_of(made: HistoryAnchor, previous_signature: str) -> str:
    """What is wrong with an anchor by itself, "" when nothing is."""
    leaves = [canonical({"leaf": leaf}) for leaf in json.loads(made.leaves)]
    if merkle_root(leaves) != made.merkle_root:
        return "its leaves do not give its Merkle root"
    if made.previous_signature != previous_signature:
        return "it does not follow the anchor before it: one was removed or changed"
    try:
        private_key().public_key().verify(
            bytes.fromhex(made.signature), _signed_text(made.day, made.merkle_root, made.previous_signature)
        )
    except (InvalidSignature, ValueError):
        return "its signature is not ours"
    exported = export_path(made.day)
    if exported.exists() and json.loads(exported.read_text(encoding="utf-8")) != as_json(made):
        return "it differs from its exported file"
    return ""


def as_json(made: HistoryAnchor) -> dict[str, Any]:
    """An anchor as exported."""
    return {
        "day": made.day.isoformat(),
        "leaves": json.loads(made.leaves),
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
        path.touch(mode=0o600)
        path.write_text(Ed25519PrivateKey.generate().private_bytes_raw().hex(), encoding="ascii")
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii")))


def _folder(name: str) -> Path:
    folder = Path(settings.VAR_DIR) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _signed_text(day: date, root_hash: str, previous: str) -> bytes:
    return canonical({"day": day.isoformat(), "merkle_root": root_hash, "previous": previous}).encode()
