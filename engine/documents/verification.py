"""The encrypted token behind a letter's QR code (SARA-LETTER-13).

AES-256-GCM over letter id and issue time. The nonce is derived from the message, so that a letter
printed again carries the same token and a nonce never serves two messages. Keys rotate by id.
"""

import base64
import binascii
import hashlib
import hmac
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

MAX_URL_LENGTH = 190
_KEY_ID = re.compile(r"[A-Za-z0-9]{1,8}")
_TOKEN = re.compile(r"([A-Za-z0-9]{1,8})\.([A-Za-z0-9_-]{56})")
_MESSAGE = struct.Struct(">Qq")
_NONCE_BYTES = 12
_PACKED_TIME_BYTES = 6


@dataclass(frozen=True, slots=True)
class VerificationPayload:
    """What a genuine token says. issued_at: UTC, whole seconds."""

    letter_id: int
    issued_at: datetime
    key_id: str


def make_token(letter_id: int, issued_at: datetime) -> str:
    """The token of a letter: about 60 URL-safe characters, sealed with the first configured key."""
    key_id = next(iter(_keys()))
    encryption_key, nonce_key = _derived_keys(_keys()[key_id])
    message = _pack(letter_id, issued_at)
    nonce = hmac.digest(nonce_key, message, "sha256")[:_NONCE_BYTES]
    sealed = nonce + AESGCM(encryption_key).encrypt(nonce, message, key_id.encode())
    return f"{key_id}.{base64.urlsafe_b64encode(sealed).decode()}"


def read_token(token: str) -> VerificationPayload | None:
    """What ``token`` says, or None when any part of it was changed or its key is not known."""
    match = _TOKEN.fullmatch(token)
    if match is None or match[1] not in _keys():
        return None
    key_id, sealed = match[1], _decode(match[2])
    message = sealed and _open(key_id, sealed)
    if not message:
        return None
    letter_id, issued_at = _unpack(message)
    return VerificationPayload(letter_id=letter_id, issued_at=issued_at, key_id=key_id)


def verification_url(token: str) -> str:
    """The address the QR code shows; longer than 190 characters it would not survive a photocopy."""
    url = f"{settings.KARTABL_BASE_URL.rstrip('/')}/verify/{token}"
    if len(url) > MAX_URL_LENGTH:
        raise ImproperlyConfigured(
            f"KARTABL_BASE_URL is too long: a verification address may have {MAX_URL_LENGTH} characters, "
            f"not {len(url)}."
        )
    return url


def _pack(letter_id: int, issued_at: datetime) -> bytes:
    if issued_at.tzinfo is None:
        raise ValueError("make_token needs an aware datetime")
    packed = _MESSAGE.pack(letter_id, int(issued_at.timestamp()))
    return packed[:8] + packed[-_PACKED_TIME_BYTES:]


def _unpack(message: bytes) -> tuple[int, datetime]:
    padding = b"\0" * (8 - _PACKED_TIME_BYTES)
    letter_id, seconds = _MESSAGE.unpack(message[:8] + padding + message[8:])
    return letter_id, datetime.fromtimestamp(seconds, UTC)


def _decode(text: str) -> bytes | None:
    """The bytes of ``text``; None when it is not the one canonical spelling of them."""
    try:
        data = base64.urlsafe_b64decode(text)
    except binascii.Error:
        return None
    return data if base64.urlsafe_b64encode(data).decode() == text else None


def _open(key_id: str, sealed: bytes) -> bytes | None:
    encryption_key, _ = _derived_keys(_keys()[key_id])
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(encryption_key).decrypt(nonce, ciphertext, key_id.encode())
    except InvalidTag:
        return None


def _keys() -> Mapping[str, str]:
    """Key id → secret. An empty secret, and the default, is derived from SECRET_KEY."""
    keys: Mapping[str, str] = getattr(settings, "KARTABL_QR_KEYS", None) or {"0": ""}
    for key_id in keys:
        if not _KEY_ID.fullmatch(key_id):
            raise ImproperlyConfigured(
                f'KARTABL_QR_KEYS: "{key_id}" is not one to eight Latin letters or digits.'
            )
    return {key_id: secret or settings.SECRET_KEY for key_id, secret in keys.items()}


@lru_cache(maxsize=32)
def _derived_keys(secret: str) -> tuple[bytes, bytes]:
    """(encryption key, nonce key), 32 bytes each, of a secret of any length."""
    if not secret:
        raise ImproperlyConfigured("A key of KARTABL_QR_KEYS is empty, and so is SECRET_KEY.")
    salt = hashlib.sha256(b"kartabl letter verification").digest()
    derived = HKDF(algorithm=SHA256(), length=64, salt=salt, info=b"qr token v1").derive(secret.encode())
    return derived[:32], derived[32:]
