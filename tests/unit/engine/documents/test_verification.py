"""The token of the QR code: what is sealed comes back, what is touched is refused."""

import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.core.exceptions import ImproperlyConfigured

from engine.documents.verification import make_token, read_token, verification_url

ISSUED = datetime(2026, 11, 21, 8, 30, 15, 999_000, tzinfo=UTC)


def test_token_tells_letter_issue_time_in_whole_seconds_and_key():
    payload = read_token(make_token(2**40 + 7, ISSUED))
    assert payload.letter_id == 2**40 + 7
    assert payload.issued_at == ISSUED.replace(microsecond=0)
    assert payload.key_id == "0"


def test_same_letter_printed_again_carries_the_same_token():
    tehran = ISSUED.astimezone(timezone(timedelta(hours=3, minutes=30)))
    assert make_token(7, ISSUED) == make_token(7, tehran)
    assert make_token(7, ISSUED) != make_token(8, ISSUED)


def test_every_flipped_bit_of_the_token_is_refused():
    token = make_token(1234, ISSUED)
    for index in range(len(token)):
        for bit in range(7):
            changed = token[:index] + chr(ord(token[index]) ^ (1 << bit)) + token[index + 1 :]
            assert read_token(changed) is None, (index, bit)


def test_every_flipped_byte_of_the_sealed_part_is_refused():
    key_id, text = make_token(1234, ISSUED).split(".")
    sealed = base64.urlsafe_b64decode(text)
    for index in range(len(sealed)):
        changed = bytearray(sealed)
        changed[index] ^= 0x01
        assert read_token(f"{key_id}.{base64.urlsafe_b64encode(changed).decode()}") is None


@pytest.mark.parametrize("token", ["", ".", "0.", "0." + "A" * 56, "0." + "A" * 5000, "۰." + "A" * 56, "x\n"])
def test_rubbish_is_refused_quietly(token):
    assert read_token(token) is None


def test_a_cut_or_lengthened_token_is_refused():
    token = make_token(5, ISSUED)
    assert read_token(token[:-1]) is None
    assert read_token(token + "A") is None
    assert read_token(token + "\n") is None


def test_old_letters_stay_readable_after_a_new_key_comes_first(settings):
    settings.KARTABL_QR_KEYS = {"a": "first secret"}
    old = make_token(1, ISSUED)
    settings.KARTABL_QR_KEYS = {"b": "second secret", "a": "first secret"}
    assert read_token(old).key_id == "a"
    assert make_token(1, ISSUED).startswith("b.")


def test_a_withdrawn_key_opens_nothing(settings):
    settings.KARTABL_QR_KEYS = {"a": "first secret"}
    old = make_token(1, ISSUED)
    settings.KARTABL_QR_KEYS = {"b": "second secret"}
    assert read_token(old) is None


def test_a_token_does_not_open_under_another_key_id_of_the_same_secret(settings):
    settings.KARTABL_QR_KEYS = {"a": "same secret", "b": "same secret"}
    token = make_token(1, ISSUED)
    assert read_token("b" + token[1:]) is None


def test_a_key_id_that_would_not_fit_an_address_is_refused(settings):
    settings.KARTABL_QR_KEYS = {"key/1": "secret"}
    with pytest.raises(ImproperlyConfigured, match="key/1"):
        make_token(1, ISSUED)


def test_naive_issue_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        make_token(1, datetime(2026, 1, 1))  # noqa: DTZ001


def test_the_address_has_at_most_190_characters(settings):
    settings.KARTABL_BASE_URL = "https://" + "x" * 110
    assert len(verification_url(make_token(2**60, ISSUED))) <= 190
    settings.KARTABL_BASE_URL = "https://" + "x" * 200
    with pytest.raises(ImproperlyConfigured, match="too long"):
        verification_url(make_token(1, ISSUED))
