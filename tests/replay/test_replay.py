"""What was recorded once is played again: every difference is a change of behaviour."""

import json

import pytest

from engine.feel.codec import from_json_tagged, to_json_tagged
from engine.runtime import InstanceState, decode_state, encode_state
from engine.runtime.state_encoding import FORMAT
from tests.replay.replaying import digest, play, read, recorded, told
from tests.replay.scripts import CASES
from tests.unit.engine.runtime.elements import loaded


@pytest.mark.parametrize("path", recorded("histories"), ids=lambda path: path.stem)
def test_a_recorded_history_leads_to_the_same_state_by_the_same_events(path):
    history = read(path)
    state, events = play(loaded(history["files"]), InstanceState(), history["entries"])
    assert told(events) == history["told"]
    assert digest(events) == history["digest"]
    assert json.loads(json.dumps(encode_state(state))) == history["ends"]["state"]
    assert to_json_tagged(state.variables) == history["ends"]["variables"]


@pytest.mark.parametrize("path", recorded("states"), ids=lambda path: path.stem)
def test_a_stored_state_is_read_and_goes_on_to_its_end(path):
    stored = read(path)
    state = decode_state(stored["state"], from_json_tagged(stored["variables"]))
    ended, _ = play(loaded(stored["files"]), state, stored["entries"])
    assert ended.status == stored["ends"]["status"]
    assert to_json_tagged(ended.variables) == stored["ends"]["variables"]


@pytest.mark.parametrize("path", recorded("states"), ids=lambda path: path.stem)
def test_a_stored_state_is_written_anew_in_the_present_form(path):
    stored = read(path)
    state = decode_state(stored["state"], from_json_tagged(stored["variables"]))
    again = json.loads(json.dumps(encode_state(state)))
    assert again["format"] == FORMAT
    assert decode_state(again, state.variables) == state


def test_every_case_has_its_history_and_every_form_its_states():
    assert {path.stem for path in recorded("histories")} == set(CASES)
    forms = {read(path)["state"].get("format", 1) for path in recorded("states")}
    assert forms == set(range(1, FORMAT + 1))
