"""Each field type: what it understands, what it refuses, how it is shown, what a forged post does."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.forms import FormContext
from engine.forms.answers import type_of
from engine.forms.errors import InvalidValue
from engine.forms.fields import FieldUse
from engine.forms.fields.mobile import is_mobile
from engine.forms.fields.national_id import is_national_id
from engine.forms.fields.plate import LETTERS
from engine.forms.form_context import FileFacts
from engine.forms.normalise import persian_digits
from tests.factories.directory import valid_national_id
from tests.unit.engine.forms.gallery import gallery

FORM = gallery()
NOON = datetime(2026, 4, 4, 12, tzinfo=UTC)


class OneFile:
    def facts(self, ref: str) -> FileFacts | None:
        return FileFacts(ref, "card.pdf", "application/pdf", 10) if ref == "mine" else None


def use_of(name: str, locale: str = "fa") -> FieldUse:
    context = FormContext(
        "7", locale=locale, calendar="jalali", now=NOON, values={"ceilings": [3, 6]}, files=OneFile()
    )
    return FieldUse(FORM, FORM.fields[name], context)


def parse(name: str, raw: Any) -> Any:
    return type_of(FORM.fields[name]).parse(raw, use_of(name))


def shown(name: str, value: Any, locale: str = "fa") -> str:
    return str(type_of(FORM.fields[name]).format(value, use_of(name, locale)))


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("name", " علي\u200f  كريمي ", "علی کریمی"),
        ("name", "پلاک ۱۲", "پلاک 12"),
        ("story", "یک\r\n\r\n\r\nدو ", "یک\n\nدو"),
        ("age", "۲۵", 25),
        ("age", "٢٥", 25),
        ("age", " 25 ", 25),
        ("weight", "۷۲٫۵", "72.5"),
        ("amount", "۵۰۰٬۰۰۰٬۰۰۰", "500000000"),
        ("amount", "500,000,000 ریال", "500000000"),
        ("amount", "۵۰٬۰۰۰٬۰۰۰ تومان", "500000000"),
        ("amount", "0", "0"),
        ("day", "۱۴۰۴/۰۸/۳۰", "2025-11-21"),
        ("day", "21-11-2025", "2025-11-21"),
        ("marital", "married", "married"),
        ("city", "shiraz", "shiraz"),
        ("agrees", "true", True),
        ("agrees", "false", False),
        ("consent", "true", True),
        ("national_id", "۰۴۹۹۳۷۰۸۹۹", "0499370899"),
        ("national_id", "049-937089-9", "0499370899"),
        ("mobile", "۰۹۱۲ ۳۴۵ ۶۷۸۹", "09123456789"),
        ("mobile", "+98 912 345 6789", "09123456789"),
        ("mobile", "00989123456789", "09123456789"),
        ("months", "۶", 6),
        ("photo", {"refs": ["mine"]}, "mine"),
        ("papers", {"refs": ["mine"]}, ["mine"]),
        ("photo", {"refs": []}, None),
    ],
)
def test_what_is_typed_is_understood_and_stored_neutral(name: str, raw: Any, value: Any) -> None:
    assert parse(name, raw) == value


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("name", "الف" * 10, "too-long"),
        ("age", "بیست", "number-form"),
        ("age", "20.5", "number-whole"),
        ("age", "17", "number-minimum"),
        ("age", "100", "number-maximum"),
        ("age", "9" * 20, "number-size"),
        ("weight", "1,5", "number-form"),
        ("amount", "-1", "money-negative"),
        ("amount", "1.5", "money-whole"),
        ("amount", "1" + "0" * 15, "number-size"),
        ("amount", "ده میلیون", "number-form"),
        ("day", "1404/12/30", "date-day"),
        ("day", "85/1/1", "date-year"),
        ("day", "دیروز", "date-form"),
        ("marital", "divorced", "choice-unknown"),
        ("city", "", "choice-unknown"),
        ("months", "12", "choice-unknown"),
        ("agrees", "maybe", "choice-unknown"),
        ("consent", "false", "consent-needed"),
        ("national_id", "0499370898", "national-id-check"),
        ("national_id", "1111111111", "national-id-check"),
        ("national_id", "12345", "national-id-form"),
        ("mobile", "02188776655", "mobile-form"),
        ("mobile", "0912345678", "mobile-form"),
        ("photo", {"refs": ["other persons"]}, "file-unknown"),
        ("papers", {"refs": ["mine"] * 3}, "file-count"),
        ("photo", {"refs": [], "refused": [{"code": "file-size", "params": {"name": "a"}}]}, "file-size"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_code(name: str, raw: Any, code: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse(name, raw)
    assert refused.value.code == code


FORGED: list[Any] = [
    ["x"],
    {"a": 1},
    5,
    True,
    [{"refs": 1}],
    "\x00",
    "<script>",
    "'; drop table --",
    "9" * 5000,
]


@pytest.mark.parametrize("name", [n for n in FORM.fields if n not in ("rows", "total", "unit")])
@pytest.mark.parametrize("raw", FORGED, ids=lambda raw: str(raw)[:12])
def test_a_forged_answer_is_refused_or_plain_data(name: str, raw: Any) -> None:
    type_ = type_of(FORM.fields[name])
    if type_.is_blank(raw):
        return
    try:
        value = parse(name, raw)
    except InvalidValue:
        return
    assert name in ("name", "story")
    assert value is None or isinstance(value, str)


@pytest.mark.parametrize(
    ("name", "value", "fa", "en"),
    [
        ("name", "پلاک 12", "پلاک ۱۲", "پلاک 12"),
        ("age", 25, "۲۵", "25"),
        ("weight", "1072.5", "۱٬۰۷۲٫۵", "1,072.5"),
        ("amount", "500000000", "۵۰۰٬۰۰۰٬۰۰۰", "500,000,000"),
        ("day", "2025-11-21", "۳۰ آبان ۱۴۰۴", "30 Aban 1404"),
        ("marital", "married", "Married", "Married"),
        ("months", 6, "۶ months", "6 months"),
        ("national_id", "0499370899", "۰۴۹۹۳۷۰۸۹۹", "0499370899"),
        ("mobile", "09123456789", "۰۹۱۲۳۴۵۶۷۸۹", "09123456789"),
        ("photo", "mine", "card.pdf", "card.pdf"),
        ("total", "500", "۵۰۰", "500"),
    ],
)
def test_values_are_shown_in_the_readers_digits_and_calendar(name: str, value: Any, fa: str, en: str) -> None:
    assert fa in shown(name, value, "fa")
    assert en in shown(name, value, "en")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "علی"),
        ("age", 25),
        ("weight", "72.5"),
        ("amount", "500000000"),
        ("day", "2025-11-21"),
        ("marital", "single"),
        ("agrees", False),
        ("consent", True),
        ("months", 3),
        ("national_id", "0499370899"),
        ("mobile", "09123456789"),
        ("plate", {"two_digits": "12", "letter": "ب", "three_digits": "345", "region": "67"}),
        ("photo", "mine"),
        ("papers", ["mine"]),
    ],
)
def test_a_stored_value_goes_back_into_its_input_and_is_read_the_same(name: str, value: Any) -> None:
    raw = type_of(FORM.fields[name]).raw(value, use_of(name))
    assert parse(name, raw) == value


PARTS = ("two_digits", "letter", "three_digits", "region")


def plate(*parts: str) -> dict[str, str]:
    return dict(zip(PARTS, parts, strict=True))


@pytest.mark.parametrize(
    "raw",
    [
        plate("12", "ب", "345", "67"),
        plate("۱۲", "ب", "۳۴۵", "۶۷"),
        plate("12ب345ایران67", "", "", ""),
        plate("۱۲ ب ۳۴۵ - ۶۷", "", "", ""),
        plate(" ١٢ ", "\u200fب", "٣٤٥", "٦٧"),
    ],
)
def test_a_plate_is_understood(raw: dict[str, str]) -> None:
    assert parse("plate", raw) == plate("12", "ب", "345", "67")


@pytest.mark.parametrize(
    ("raw", "wrong"),
    [
        (plate("1", "ب", "345", "67"), ["two_digits"]),
        (plate("12", "چ", "345", "67"), ["letter"]),
        (plate("12", "", "34", ""), ["letter", "three_digits", "region"]),
        (plate("ab", "ب", "345", "01"), ["two_digits", "region"]),
    ],
)
def test_a_wrong_plate_names_its_wrong_parts(raw: dict[str, str], wrong: list[str]) -> None:
    with pytest.raises(InvalidValue) as refused:
        parse("plate", raw)
    assert refused.value.params["parts"] == wrong


@given(
    st.integers(10, 99), st.sampled_from(LETTERS), st.integers(100, 999), st.integers(10, 99), st.booleans()
)
def test_every_plate_survives_typing_and_showing(
    two: int, letter: str, three: int, region: int, fa: bool
) -> None:
    value = plate(str(two), letter, str(three), str(region))
    localise = persian_digits if fa else str
    assert parse("plate", {part: localise(text) for part, text in value.items()}) == value
    pasted = localise(f"{two} {letter} {three} ایران {region}")
    assert parse("plate", plate(pasted, "", "", "")) == value
    assert letter in shown("plate", value)


@given(st.integers(0, 899_999_999))
def test_every_valid_national_id_passes_and_every_changed_digit_fails(number: int) -> None:
    code = valid_national_id(number)
    if len(set(code)) == 1:
        return
    assert is_national_id(code)
    assert parse("national_id", persian_digits(code)) == code
    for place in range(9):
        changed = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
        is_blind_spot = code[9] == "1"  # remainders 1 and 10 both give the check digit 1
        assert is_blind_spot or not is_national_id(changed)


@given(st.integers(0, 999_999_999))
def test_every_mobile_number_is_understood_in_all_its_forms(number: int) -> None:
    tail = f"{number:09d}"
    for prefix in ("09", "+989", "00989", "9", "989"):
        value = parse("mobile", persian_digits(prefix + tail))
        assert value == "09" + tail and is_mobile(value)
