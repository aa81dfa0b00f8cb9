"""Entries of a form whose session ended before it was sent: kept in the new session for their owner only."""

from django.core import signing
from django.http import HttpRequest

KEY = "parked_form"
OWNER = "_owner"
LARGEST = 200_000
NEVER_KEPT = ("csrfmiddlewaretoken", "password", "password1", "password2", OWNER)
_SALT = "portal.accounts.parked"
_SECONDS = 24 * 3600


def owner_mark(request: HttpRequest) -> str:
    """For a hidden input ``_owner``: for whom the page was drawn, should its session be gone when it is sent."""
    return signing.dumps(request.user.pk, salt=_SALT)


def marked_owner(request: HttpRequest) -> int | None:
    """For whom the posted page was drawn; None when it does not say, or not credibly."""
    try:
        return int(signing.loads(request.POST.get(OWNER, ""), salt=_SALT, max_age=_SECONDS))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def park(request: HttpRequest, *, owner: int) -> bool:
    """Keep the posted fields (files cannot be kept); False when there is nothing to keep or it is too large."""
    if request.method != "POST":
        return False
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if not name.endswith(NEVER_KEPT)
    ]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return False
    request.session[KEY] = {
        "owner": owner,
        "path": request.get_full_path(),
        "fields": fields,
        "files": bool(request.FILES),
    }
    return True


def parked(request: HttpRequest) -> dict[str, object] | None:
    """What is kept for the person now signed in."""
    kept = request.session.get(KEY)
    return kept if kept and kept["owner"] == request.user.pk else None


def forget_if_sent(request: HttpRequest) -> None:
    """Drop what is kept once it is sent again."""
    if request.method == "POST" and request.session.get(KEY, {}).get("path") == request.get_full_path():
        del request.session[KEY]
