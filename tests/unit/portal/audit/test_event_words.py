"""Every kind of event that the engine can record has its sentence in both languages."""

import pytest
from django.utils.translation import override

from engine.runtime import events
from portal.audit.event_words import _TELLERS, EventWords

RECORDED_BY_THE_STORE = (
    "UserTaskClaimed",
    "UserTaskReleased",
    "UserTaskAssigned",
    "UserTaskEscalated",
    "UserTaskRouted",
    "PayloadErased",
    "letter-voided",
)


class Process:
    key = "p"
    nodes: dict[str, object] = {}

    def find(self, place: str) -> None:
        return None

    flows: dict[str, object] = {}


def test_no_kind_is_without_words() -> None:
    kinds = {cls.__name__ for cls in events.Event.__args__} | set(RECORDED_BY_THE_STORE)
    assert kinds - set(_TELLERS) == set()


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("kind", sorted(_TELLERS))
def test_an_event_of_erased_data_is_still_told(kind: str, language: str) -> None:
    with override(language):
        told = EventWords(Process(), {}, {}).sentence({"kind": kind})
    assert told
    assert "%(" not in told
    assert "None" not in told


def test_note_of_a_plugin_is_told_by_its_kind() -> None:
    with override("en"):
        told = EventWords(Process(), {}, {}).sentence({"kind": "paper-printed"})
    assert told == "Recorded: paper printed."
