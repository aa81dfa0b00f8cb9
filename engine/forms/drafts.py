"""Drafts of forms: opened, saved page by page, closed in the transaction of the submission."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from formtools.wizard.storage.base import BaseStorage

from engine import clock
from engine.forms.form_definition import FormDefinition
from engine.models import FormDraft

RawPages = Mapping[str, Mapping[str, Any]]


def open_draft(form: FormDefinition, *, person_id: str, purpose: str) -> FormDraft:
    """The person's open draft for the purpose, or a new one that is not saved yet."""
    found = FormDraft.objects.filter(person_id=person_id, purpose=purpose, submitted_at__isnull=True).first()
    return found or FormDraft(
        person_id=person_id, purpose=purpose, form_key=form.key, form_pin=form.pin, data={}
    )


def open_drafts(person_id: str) -> list[FormDraft]:
    """The forms a person has begun and not submitted, the latest first."""
    return list(
        FormDraft.objects.filter(person_id=person_id, submitted_at__isnull=True).order_by(
            "-updated_at", "-pk"
        )
    )


def submitted_draft(draft_id: str, *, person_id: str, purpose: str) -> FormDraft | None:
    """The person's submitted draft of that id, for a second click or a page from before the submission."""
    if not (draft_id.isascii() and draft_id.isdigit()):
        return None
    return FormDraft.objects.filter(
        pk=int(draft_id), person_id=person_id, purpose=purpose, submitted_at__isnull=False
    ).first()


def last_submitted(person_id: str, *, purpose: str) -> FormDraft | None:
    """What the person submitted last for the purpose."""
    sent = FormDraft.objects.filter(person_id=person_id, purpose=purpose, submitted_at__isnull=False)
    return sent.order_by("-submitted_at", "-pk").first()


def discard_draft(draft_id: int, *, person_id: str) -> None:
    """Forget a begun form; nothing happens when it is not the person's or was submitted."""
    FormDraft.objects.filter(pk=draft_id, person_id=person_id, submitted_at__isnull=True).delete()


def save_pages(draft: FormDraft, pages: RawPages, *, current: str) -> FormDraft:
    """Keep the raw answers of these pages; other pages stay as another browser may have left them."""
    with transaction.atomic():
        kept = _lock_or_create(draft)
        answers = {**kept.data.get(DraftStorage.step_data_key, {}), **pages}
        kept.data = {**kept.data, DraftStorage.step_key: current, DraftStorage.step_data_key: answers}
        kept.revision += 1
        kept.updated_at, kept.form_pin = clock.now(), draft.form_pin
        kept.save()
    return kept


def lock_draft(draft: FormDraft) -> FormDraft | None:
    """The draft locked until the end of the transaction; None when it was submitted or discarded."""
    return FormDraft.objects.select_for_update().filter(pk=draft.pk, submitted_at__isnull=True).first()


def close_draft(draft: FormDraft, *, result_url: str) -> None:
    """Submitted: the case holds the answers now, so they are erased here."""
    draft.submitted_at, draft.result_url, draft.data = clock.now(), result_url, {}
    draft.save(update_fields=["submitted_at", "result_url", "data"])


def _lock_or_create(draft: FormDraft) -> FormDraft:
    now = clock.now()
    kept, is_new = FormDraft.objects.get_or_create(
        person_id=draft.person_id,
        purpose=draft.purpose,
        submitted_at=None,
        defaults={
            "form_key": draft.form_key,
            "form_pin": draft.form_pin,
            "created_at": now,
            "updated_at": now,
        },
    )
    return kept if is_new else FormDraft.objects.select_for_update().get(pk=kept.pk)


class DraftStorage(BaseStorage):
    """The storage of the formtools wizard: raw answers by page in a FormDraft."""

    data: dict[str, Any]

    def __init__(self, draft: FormDraft) -> None:
        super().__init__("draft")  # type: ignore[no-untyped-call]
        self.draft = draft
        self.init_data()  # type: ignore[no-untyped-call]
        self.data.update(draft.data)

    def raw_pages(self) -> dict[str, dict[str, Any]]:
        """Raw answers by page id, of the pages that were ever posted."""
        return dict(self.data[self.step_data_key])

    def get_step_data(self, step: str) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.data[self.step_data_key].get(step)
        return found

    def set_step_data(self, step: str, cleaned_data: Mapping[str, Any]) -> None:
        """Keep the raw answers of a page in the database."""
        self.keep({step: cleaned_data}, current=step)

    def keep(self, pages: RawPages, *, current: str) -> None:
        """Keep the raw answers of several pages in the database."""
        self.draft = save_pages(self.draft, pages, current=current)
        self.data.update(self.draft.data)

    def get_step_files(self, step: str) -> None:
        """Files are answers like others: references."""
        return
