"""The last place of an offering goes to exactly one of fifty simultaneous requests."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection

from engine.errors import StartRefused
from engine.models import ProcessInstance
from tests.factories.directory import make_employee
from tests.scenarios.letters.office import Office
from workflows.catalogue.models import Order

REQUESTS = 50


@pytest.mark.django_db(transaction=True)
def test_last_place_goes_to_exactly_one_of_fifty_simultaneous_requests() -> None:
    # Given an offering with one place left and fifty teachers
    call_command("deploy_definitions", verbosity=0)
    office = Office()
    offering = office.offering(total_limit=1)
    teachers = [make_employee(office.units["school-12"]) for _ in range(REQUESTS)]
    together = Barrier(REQUESTS)

    def order(number: int) -> bool:
        together.wait()
        try:
            office.request(offering, by=teachers[number])
        except StartRefused as refused:
            assert refused.params["reason_code"] == "exhausted"
            return False
        finally:
            connection.close()
        return True

    # When all press the button at the same moment
    with ThreadPoolExecutor(REQUESTS) as pool:
        admitted = list(pool.map(order, range(REQUESTS)))
    # Then one has the place, the others were told, and there is one case with one order
    assert sum(admitted) == 1
    assert Order.objects.count() == ProcessInstance.objects.count() == 1
