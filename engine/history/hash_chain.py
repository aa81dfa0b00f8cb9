"""The hash chain over a root's history: commitments, entry hashes, Merkle roots.

An entry's hash covers its metadata as canonical JSON (RFC 8785); the metadata name the previous
hash and a salted commitment of the payload, so that a payload can be erased and the chain holds.
"""

import hashlib
import os
from collections.abc import Sequence
from typing import Any

from engine import json_text


def canonical(metadata: dict[str, Any]) -> str:
    """Canonical JSON of metadata that hold only ASCII keys, strings, integers, lists and objects.

    For these sorted keys and no blanks give exactly RFC 8785 (tested against the rfc8785 library).
    """
    return json_text.dumps_sorted(metadata)


_salts: list[str] = []
os.register_at_fork(after_in_child=_salts.clear)


def new_salt() -> str:
    """128 random bits as hex: without them nobody can guess an erased payload from its commitment.

    Drawn for many at once, because asking the system costs more than the hash.
    """
    try:
        return _salts.pop()
    except IndexError:
        drawn = os.urandom(16 * 256).hex()
        own, *others = (drawn[begin : begin + 32] for begin in range(0, len(drawn), 32))
        _salts.extend(others)
        return own


def commitment(salt: str, payload: str) -> str:
    """SHA-256 (hex) of salt and payload."""
    return hashlib.sha256(f"{salt}\n{payload}".encode()).hexdigest()


def entry_hash(metadata_text: str) -> str:
    """SHA-256 (hex) of an entry's canonical metadata."""
    return hashlib.sha256(metadata_text.encode()).hexdigest()


def merkle_root(leaves: Sequence[str]) -> str:
    """Merkle root (hex) of the leaves' hashes in their order; an odd node moves up alone.

    Leaves and inner nodes are hashed with different prefixes (as RFC 6962 does), so that an inner
    node cannot be passed off as a leaf.
    """
    level = [hashlib.sha256(b"\x00" + leaf.encode()).digest() for leaf in leaves]
    if not level:
        return hashlib.sha256(b"").hexdigest()
    while len(level) > 1:
        pairs = [level[index : index + 2] for index in range(0, len(level), 2)]
        level = [
            hashlib.sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs
        ]
    return level[0].hex()
