"""Every engine error is told to people in their language."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

from engine import errors
from portal.errors import MESSAGES, message_for, status_of
from portal.refusals import why_not_text

PORTAL = Path(__file__).parents[4] / "portal"


def kinds(base: type[errors.EngineError]) -> Iterator[type[errors.EngineError]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_error_of_the_engine_has_words() -> None:
    codes = {kind.code for kind in kinds(errors.EngineError) if kind.__module__ == "engine.errors"}
    assert codes <= MESSAGES.keys()


def test_message_is_in_the_readers_language_and_names_the_colleague() -> None:
    error = errors.AlreadyClaimed(by="علی رضایی")
    with override("fa"):
        assert message_for(error).startswith("علی رضایی این کار را برداشته است")
    with override("en"):
        assert "has already taken this" in message_for(error)


def test_missing_parameter_does_not_break_the_message() -> None:
    with override("en"):
        assert "… has already taken this" in message_for(errors.AlreadyClaimed())


def test_refused_start_says_why() -> None:
    error = errors.StartRefused(reason="exhausted", reason_code="exhausted", limit=50)
    with override("fa"):
        assert message_for(error) == "ثبت درخواست ممکن نیست: ظرفیت این خدمت (۵۰ نفر) تکمیل شده است."
    with override("en"):
        assert why_not_text("exhausted", {"limit": 50}) == "All 50 places of this service are taken."


def test_unknown_code_gets_the_general_sentence() -> None:
    class Strange(errors.EngineError):
        """Strange."""

        code = "strange"

    with override("en"):
        assert message_for(Strange()).startswith("Something went wrong")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.NotFound(), 404),
        (errors.FourEyesViolation(), 403),
        (errors.StaleDecision(), 409),
        (errors.StartRefused(), 422),
        (errors.TechnicalError(), 500),
    ],
)
def test_status_follows_the_kind_of_error(error: errors.EngineError, status: int) -> None:
    assert status_of(error) == status


@pytest.mark.parametrize("room", ["", "accounts"])
def test_persian_catalogue_is_complete(room: str) -> None:
    with (PORTAL / room / "locale/fa/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file)
    assert [m.id for m in catalogue if m.id and (m.fuzzy or not all(m.string or [""]))] == []
