"""Abandoned drafts and uploads are forgotten after the time set; what a case or a living draft holds stays."""

from datetime import timedelta
from pathlib import Path

import pytest

from engine import clock
from engine.forms.sweeping import sweep_abandoned
from engine.forms.uploads import attach_files, drop_unattached, store_upload
from engine.models import FormDraft, StoredFile
from tests.unit.engine.forms.pictures import png

pytestmark = pytest.mark.django_db
TEACHER = "7"


def keep() -> str:
    return store_upload(png(), accept=["image/png"], max_bytes=5000, owner_id=TEACHER)


def draft(age: int, *, ref: str = "", purpose: str = "order:loan", submitted: bool = False) -> FormDraft:
    then = clock.now() - timedelta(days=age)
    return FormDraft.objects.create(
        person_id=TEACHER,
        purpose=purpose,
        form_key="loan",
        form_pin="x",
        data={"pages": {"papers": {"card": ref}}},
        created_at=then,
        updated_at=then,
        submitted_at=then if submitted else None,
    )


def grow_old(days: int = 91) -> None:
    StoredFile.objects.update(created_at=clock.now() - timedelta(days=days))


def files(media: Path) -> int:
    return sum(path.is_file() for path in media.rglob("*"))


def test_upload_that_nobody_took_goes_with_its_content(media: Path) -> None:
    keep(), keep()
    grow_old()
    fresh = keep()
    assert sweep_abandoned() == (0, 2)
    assert StoredFile.objects.get().ref == fresh
    assert files(media) == 1
    assert sweep_abandoned() == (0, 0)


def test_file_of_a_case_stays(media: Path) -> None:
    ref = keep()
    attach_files([ref])
    grow_old()
    assert sweep_abandoned() == (0, 0)
    assert not drop_unattached(ref)
    assert files(media) == 1


def test_old_file_of_a_draft_touched_since_stays(media: Path) -> None:
    held, lost = keep(), keep()
    grow_old()
    draft(3, ref=held)
    draft(100, ref=lost, purpose="order:stay")
    assert sweep_abandoned() == (1, 1)
    assert StoredFile.objects.get().ref == held


def test_draft_untouched_for_the_time_set_goes_and_submitted_ones_stay(media: Path, settings: object) -> None:
    draft(89)
    draft(400, purpose="order:stay", submitted=True)
    assert sweep_abandoned() == (0, 0)
    settings.KARTABL_ABANDONED_DAYS = 30
    assert sweep_abandoned() == (1, 0)
    assert FormDraft.objects.get().submitted_at is not None
