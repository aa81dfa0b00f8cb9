"""A case is finished with the form and the letter it was started with, whatever is changed meanwhile."""

import shutil
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from engine import queries
from tests.scenarios.letters.office import Office
from workflows.letters.models import Letter
from workflows.letters.preview import draft_letter


@pytest.fixture
def changed_templates(tmp_path: Path, settings: Any) -> Path:
    """A copy of the templates in which every text can be changed."""
    copy = tmp_path / "letter_templates"
    shutil.copytree(settings.KARTABL_LETTER_TEMPLATES, copy)
    settings.KARTABL_LETTER_TEMPLATES = copy
    return copy


def test_template_changed_after_the_start_does_not_change_the_letter(
    office: Office, changed_templates: Path
) -> None:
    case = office.request(office.sticker)
    for path in changed_templates.glob("*/*.html"):
        path.write_text("<p>CHANGED</p>", encoding="utf-8")
    draft = draft_letter(
        case.values,
        unit_path=case.unit_path,
        started_by=case.started_by,
        tracking_code=case.tracking_code or "",
        artifact=partial(queries.artifact_of, case),
        completers={},
    )
    office.decide(case, office.expert, "approve")
    letter = Letter.objects.get(instance_id=case.pk)
    assert draft is not None
    assert "CHANGED" not in draft.rendered.body_html + draft.rendered.letterhead_html
    assert "CHANGED" not in letter.body_html + letter.letterhead_html
