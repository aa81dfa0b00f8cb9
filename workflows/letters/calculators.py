"""Calculators of the letters domain: they run inside the transaction of the decision before them."""

from typing import Any

from engine.plugins import CalculatorContext, calculator
from workflows.catalogue.orders import release_order
from workflows.letters.issuing import issue_letter


def simulate_issue(inputs: dict[str, Any], context: CalculatorContext) -> dict[str, Any]:
    """What ``letters.issue`` would give, without taking a number (dry runs)."""
    return {"id": None, "number": "", "tracking_code": context.tracking_code}


@calculator("letters.issue", title="Issue the letter", writes=True, simulate=simulate_issue)
def issue(inputs: dict[str, Any], context: CalculatorContext) -> dict[str, Any]:
    """Number, snapshot and text of the letter, all in one; a failure gives the number back.

    Inputs: all variables of the case, with ``offering`` as the start guard gave it. Result: ``id``,
    ``number``, ``tracking_code``, ``issued_on``, ``valid_until``.
    """
    letter = issue_letter(inputs, context)
    return {
        "id": letter.pk,
        "number": letter.number,
        "tracking_code": letter.tracking_code,
        "issued_on": letter.issued_on,
        "valid_until": letter.valid_until,
    }


@calculator(
    "letters.release", title="Give the place on the offering back", writes=True, simulate=lambda inputs: None
)
def release(inputs: dict[str, Any], context: CalculatorContext) -> None:
    """The request was rejected or withdrawn."""
    release_order(context.instance_id)
