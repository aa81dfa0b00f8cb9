"""The register of a district: gapless, restarting on 1 Farvardin, also under simultaneous approvals."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from engine import clock
from tests.scenarios.letters.office import Office, tehran_noon
from workflows.letters.models import Letter, LetterRegister
from workflows.letters.numbering import missing_serials, take_number
from workflows.letters.reports import register_report

LAST_OF_1403 = tehran_noon(2025, 3, 20)
FIRST_OF_1404 = tehran_noon(2025, 3, 21)


def issue(office: Office) -> Letter:
    case = office.request(office.sticker)
    office.decide(case, office.expert, "approve")
    return office.letter(case)


def test_numbers_follow_one_another_and_restart_on_1_farvardin(office: Office) -> None:
    with clock.travel(LAST_OF_1403):
        before = [issue(office).number for _ in range(2)]
    with clock.travel(FIRST_OF_1404):
        after = issue(office).number
    assert [*before, after] == ["ش/1403/1", "ش/1403/2", "ش/1404/1"]


def test_year_turns_at_midnight_of_the_units_own_clock(office: Office) -> None:
    # 20:30 UTC is midnight in Tehran
    unit = office.units["shahriar"]
    assert take_number(unit, datetime(2025, 3, 20, 20, 29, tzinfo=UTC)).year == 1403
    assert take_number(unit, datetime(2025, 3, 20, 20, 31, tzinfo=UTC)).year == 1404


def test_first_number_is_settable_for_the_first_year_only(office: Office) -> None:
    unit = office.units["shahriar"]
    unit.first_letter_number = 1206
    unit.save()
    assert [take_number(unit, LAST_OF_1403).serial for _ in range(2)] == [1206, 1207]
    assert take_number(unit, FIRST_OF_1404).serial == 1


def test_each_unit_has_its_own_register(office: Office) -> None:
    assert take_number(office.units["shahriar"], FIRST_OF_1404).serial == 1
    assert take_number(office.units["rey"], FIRST_OF_1404).text == "rey/1404/1"


def test_number_of_an_approval_that_rolls_back_is_given_to_the_next(office: Office) -> None:
    unit = office.units["shahriar"]
    with pytest.raises(RuntimeError), transaction.atomic():
        take_number(unit, FIRST_OF_1404)
        raise RuntimeError("the approval failed")
    assert take_number(unit, FIRST_OF_1404).serial == 1


def test_register_report_shows_every_number_and_names_a_gap(office: Office) -> None:
    with clock.travel(FIRST_OF_1404):
        letters = [issue(office) for _ in range(3)]
    unit = office.units["shahriar"]
    report = register_report(unit, 1404)
    assert [letter.serial for letter in report.letters] == [1, 2, 3]
    assert (report.first, report.last, report.missing) == (1, 3, [])
    Letter.objects.filter(pk=letters[1].pk).delete()
    assert missing_serials(unit, 1404) == [2]
    assert missing_serials(unit, 1399) == []


@pytest.mark.django_db(transaction=True)
def test_simultaneous_approvals_take_consecutive_numbers_without_gap() -> None:
    # Given ten requests that wait for their last approval, and no register yet
    call_command("deploy_definitions", verbosity=0)
    office, count = Office(), 10
    cases = [office.request(office.sticker) for _ in range(count)]
    together = Barrier(count)

    def approve(number: int) -> None:
        together.wait()
        try:
            office.decide(cases[number], office.expert, "approve")
        finally:
            connection.close()

    # When all are approved at the same moment
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(approve, range(count)))
    # Then the register has each number once
    assert sorted(Letter.objects.values_list("serial", flat=True)) == list(range(1, count + 1))
    assert LetterRegister.objects.get().last_number == count
