"""The last place goes to exactly one of fifty simultaneous requests, on either database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from engine.actor import Actor
from engine.errors import StartRefused
from tests.factories.catalogue import OfferingFactory
from tests.factories.directory import make_employee, make_tree
from workflows.catalogue.limits import request_unit
from workflows.catalogue.models import Order
from workflows.catalogue.orders import admit_request, write_order

REQUESTS, PLACES = 50, 3


@pytest.mark.django_db(transaction=True)
def test_last_places_go_to_exactly_as_many_of_fifty_simultaneous_requests() -> None:
    units = make_tree()
    offering = OfferingFactory(unit=units["tehran"], total_limit=PLACES)
    people = [make_employee(units["school-12"]) for _ in range(REQUESTS)]
    together = Barrier(REQUESTS)

    def order(number: int) -> bool:
        by, key = Actor(str(people[number].pk)), offering.process_key
        together.wait()
        try:
            with transaction.atomic():
                unit = request_unit(people[number])
                admit_request(key, {}, by=by, unit=unit, business_key=offering.code)
                write_order(
                    number, f"{number:012d}", process_key=key, by=by, business_key=offering.code, unit=unit
                )
        except StartRefused as refused:
            assert refused.params["reason_code"] == "exhausted"
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(REQUESTS) as pool:
        admitted = list(pool.map(order, range(REQUESTS)))
    assert sum(admitted) == PLACES
    assert Order.objects.count() == PLACES
