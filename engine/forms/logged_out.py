"""A page posted after the session ended: its answers are kept for the person it was drawn for.

The page carries a signed token naming person, purpose and form. It can only add to that person's
draft; it reads nothing and submits nothing.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest

from engine.errors import NotFound
from engine.forms.drafts import DraftStorage, open_draft
from engine.forms.form_context import FormContext
from engine.forms.library import get_form
from engine.forms.posted import PostedPage, read_page, without_refused
from engine.forms.uploads import StoredFiles

KEEP_INPUT = "_keep"
_SALT = "engine.forms.keep"
_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class KeepToken:
    """For whom and for what a page was drawn."""

    person_id: str
    purpose: str
    form_key: str

    def sign(self) -> str:
        return signing.dumps([self.person_id, self.purpose, self.form_key], salt=_SALT)


def read_token(text: str) -> KeepToken | None:
    """The token of a posted page; None when it is forged or a day old."""
    try:
        person_id, purpose, form_key = signing.loads(text, salt=_SALT, max_age=_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return KeepToken(str(person_id), str(purpose), str(form_key))


def keep_for_owner(request: HttpRequest, step: str) -> bool:
    """Keep a posted page in the draft of the person it was drawn for; whether anything was kept."""
    token = read_token(request.POST.get(KEEP_INPUT, ""))
    if token is None:
        return False
    try:
        form = get_form(token.form_key)
        page = form.page(step)
    except (NotFound, KeyError):
        return False
    context = FormContext(token.person_id, files=StoredFiles(token.person_id))
    storage = DraftStorage(open_draft(form, person_id=token.person_id, purpose=token.purpose))
    posted = PostedPage(request.POST, request.FILES, token.person_id)
    raw = read_page(form, page, posted, storage.get_step_data(step) or {}, context)
    storage.set_step_data(step, without_refused(raw))
    return True
