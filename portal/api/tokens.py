"""Opaque bearer tokens: random, kept as a hash, valid for a day's work, ended by a changed password."""

import hashlib
import secrets
from datetime import timedelta

from django.utils.crypto import constant_time_compare

from engine import clock
from portal.api.models import ApiToken
from workflows.directory.models import Person

LIFETIME = timedelta(hours=12)
PREFIX = "kartabl_"


def issue_token(person: Person) -> tuple[ApiToken, str]:
    """A new token and its secret, which is shown this once and can never be read again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    token = ApiToken.objects.create(
        person=person,
        digest=_digest(secret),
        credential=person.get_session_auth_hash(),
        created_at=now,
        expires_at=now + LIFETIME,
    )
    return token, secret


def live_token(secret: str) -> ApiToken | None:
    """The token of a secret, unless expired, revoked, of a closed account or older than its password."""
    token = (
        ApiToken.objects.select_related("person")
        .filter(digest=_digest(secret), revoked_at=None, expires_at__gt=clock.now(), person__is_active=True)
        .first()
    )
    if token is None or not constant_time_compare(token.credential, token.person.get_session_auth_hash()):
        return None
    return token


def revoke_token(token: ApiToken) -> None:
    """From now on nobody is signed in by it."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
