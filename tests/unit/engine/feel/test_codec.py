"""FEEL values survive JSON unchanged."""

import datetime as dt
import json
import zoneinfo
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import Range, YearsMonths, compile_expression, from_json_tagged, to_json_tagged

SCALARS = (
    st.none()
    | st.booleans()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.times()
    | st.datetimes()
    | st.datetimes(timezones=st.timezones())
    | st.timedeltas()
    | st.builds(YearsMonths, st.integers(-(10**6), 10**6))
)
VALUES = st.recursive(
    SCALARS | st.builds(Range, st.decimals(allow_nan=False, allow_infinity=False), st.none()),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.just("$number"), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_every_value_comes_back_as_it_was(value):
    data = json.loads(json.dumps(to_json_tagged(value)))
    back = from_json_tagged(data)
    assert back == value
    assert to_json_tagged(back) == data


def test_decimal_keeps_its_digits():
    assert str(from_json_tagged(to_json_tagged(Decimal("1.500")))) == "1.500"


def test_whole_numbers_become_decimal():
    back = from_json_tagged(to_json_tagged({"a": 5}))["a"]
    assert back == 5
    assert type(back) is Decimal


def test_context_that_looks_like_a_tag_stays_a_context():
    value = {"$number": "12"}
    assert from_json_tagged(to_json_tagged(value)) == value


def test_second_of_two_equal_local_times_is_kept():
    moment = dt.datetime(2024, 10, 27, 2, 30, tzinfo=zoneinfo.ZoneInfo("Europe/Paris"), fold=1)
    assert from_json_tagged(to_json_tagged(moment)).utcoffset() == dt.timedelta(hours=1)


@pytest.mark.parametrize("value", [1.5, {"a": [0.1]}, object(), {1: 2}, {"a": b"x"}])
def test_float_and_foreign_objects_are_refused(value):
    with pytest.raises(TypeError):
        to_json_tagged(value)


def test_function_is_refused():
    with pytest.raises(TypeError):
        to_json_tagged(compile_expression("function(x) x").evaluate({}))


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_no_number_is_refused(value):
    with pytest.raises(ValueError, match="cannot be stored"):
        to_json_tagged(value)


def test_float_in_stored_data_is_refused():
    with pytest.raises(TypeError):
        from_json_tagged([1.5])


def test_unknown_tag_is_refused():
    with pytest.raises(ValueError, match="unknown tag"):
        from_json_tagged({"$what": 1})


def test_shared_lists_that_unfold_without_end_are_refused():
    value = [1, 2]
    for _ in range(40):
        value = [value, value]
    with pytest.raises(ValueError, match="too large"):
        to_json_tagged(value)
