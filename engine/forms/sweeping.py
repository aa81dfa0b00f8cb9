"""Begun forms and uploads that nobody came back for are forgotten, once a day."""

import json
from datetime import timedelta

from django.conf import settings

from engine import clock
from engine.forms.uploads import drop_unattached
from engine.models import FormDraft, StoredFile
from engine.plugins import daily_duty


@daily_duty("abandoned-forms")
def sweep_abandoned() -> tuple[int, int]:
    """Forget drafts untouched for KARTABL_ABANDONED_DAYS, then files of that age that nothing names; how many."""
    before = clock.now() - timedelta(days=settings.KARTABL_ABANDONED_DAYS)
    open_drafts = FormDraft.objects.filter(submitted_at__isnull=True)
    drafts, _by_model = open_drafts.filter(updated_at__lt=before).delete()
    old = StoredFile.objects.filter(attached_at__isnull=True, created_at__lt=before).order_by("pk")
    refs = [ref for ref, owner in old.values_list("ref", "owner_id") if not _is_named(ref, owner)]
    return drafts, sum(drop_unattached(ref) for ref in refs)


def _is_named(ref: str, owner_id: str) -> bool:
    """Whether a draft of the owner, touched since, still holds the file."""
    drafts = FormDraft.objects.filter(person_id=owner_id, submitted_at__isnull=True)
    return any(ref in json.dumps(data) for data in drafts.values_list("data", flat=True))
