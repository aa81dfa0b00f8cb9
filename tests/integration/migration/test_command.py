"""``manage.py migrate_instances``: a dry run in plain words unless it is told to run."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from engine.models import HistoryEntry, Migration
from tests.integration.fingerprint import fingerprint
from tests.integration.migration.versions import NEW, OLD, begun, complete, deployed, fresh, leave

pytestmark = pytest.mark.django_db


def said(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command("migrate_instances", *words, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def cases(office: Any) -> list[Any]:
    found = begun(leave(), 3)
    complete(found[0], "expert")
    deployed(leave(first="check"))
    return found


def test_a_dry_run_names_the_groups_the_reasons_and_the_cases(cases: list[Any]) -> None:
    before = fingerprint()
    text = said(OLD, NEW)
    assert "1 cases safe" in text
    assert "2 cases need a choice" in text
    assert "review: it is not in the new version; it could go on at: check, sign [2]" in text
    assert f"{cases[1].pk} ({cases[1].tracking_code})" in text
    assert "0 cases impossible" in text
    assert fingerprint() == before


def test_run_report_and_undo(cases: list[Any]) -> None:
    text = said(OLD, NEW, "--run", "--by", "maryam")
    pk = Migration.objects.get().pk
    assert f"migration {pk}: leave v1 → leave v2 (done)" in text
    assert "1 cases gone over" in text
    assert "2 cases skipped" in text
    assert f"case {cases[1].pk}: review: it is not in the new version" in text
    assert HistoryEntry.objects.get(command="migrate").actor == "maryam"
    assert "1 cases taken back" in said(undo=pk)
    assert fresh(cases[0]).definition.version == 1
    assert f"migration {pk}" in said(resume=pk)


def test_choices_are_named_and_cases_may_be_picked(cases: list[Any]) -> None:
    assert "1 cases gone over" in said(OLD, NEW, "--map", "review=check", "--case", str(cases[1].pk), "--run")
    assert [fresh(case).definition.version for case in cases] == [1, 2, 1]


@pytest.mark.parametrize("words", [(), (OLD,), (OLD, NEW, "--map", "review"), (OLD, "leave:9"), (OLD, OLD)])
def test_what_makes_no_sense_is_refused(cases: list[Any], words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        said(*words)
