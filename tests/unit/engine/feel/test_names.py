"""Names of several words, in any script, with symbols inside."""

from decimal import Decimal

import pytest

from engine.feel import FeelError, compile_expression


def value(text, scope, names=()):
    return compile_expression(text, names).evaluate(scope)


def test_words_side_by_side_are_one_name():
    assert value("family size + 1", {"family size": 3}) == 4


def test_persian_names_and_digits():
    assert value("سابقه خدمت > ۵", {"سابقه خدمت": 6}) is True
    assert value("۱۲٫۵ + ١", {}) == Decimal("13.5")


def test_persian_name_with_zero_width_non_joiner():
    assert value("می\u200cخواهد = true", {"می\u200cخواهد": True}) is True


def test_known_name_with_symbol_wins_over_the_operator():
    scope = {"pro-rata": 7, "pro": 3, "rata": 1}
    assert value("pro-rata", scope, ["pro-rata"]) == 7
    assert value("pro-rata", scope) == 2


def test_known_name_with_keyword_inside():
    scope = {"terms and conditions": "ok"}
    assert value('terms and conditions = "ok"', scope, ["terms and conditions"]) is True


def test_longest_known_name_wins():
    scope = {"a": 1, "a-b": 2, "a-b-c": 3, "c": 1}
    assert value("a-b-c", scope, ["a-b", "a-b-c"]) == 3


def test_builtin_with_keyword_needs_its_parenthesis():
    assert value("date and time", {"date": True, "time": True}) is True
    assert value('date and time("2024-01-01T00:00:00").year', {}) == 2024


def test_context_key_with_symbol_is_known_to_later_entries():
    assert value('{"a-b": 5, c: a-b + 1}.c', {}) == 6


def test_variable_may_hide_a_builtin_but_not_its_call():
    assert value("count + count([1, 2])", {"count": 10}) == 12


def test_name_with_number_word():
    assert value("child 2 age", {"child 2 age": 4}) == 4


def test_typing_error_between_name_and_keyword_is_refused():
    with pytest.raises(FeelError):
        compile_expression("age gretaer 5 then 3")


def test_names_that_the_lexer_cannot_read_do_no_harm():
    assert value("a + 1", {"a": 1}, ['bad"name', "", "a"]) == 2
