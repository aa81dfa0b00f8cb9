"""The template language: what is printed, what lint finds, what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.documents import compile_template, lint_template, load_template, render_letter
from engine.documents.template_store import languages_of
from engine.errors import DefinitionError, FeelError, NotFound, RenderingFailed
from tests.unit.engine.documents.letter_samples import KEYS, SCOPE, scope_of


def printed(source: str, scope=None, language: str = "fa") -> str:
    return render_letter(compile_template(source, language=language), scope or {}).body_html


def rules(source: str, **options) -> list[str]:
    return [problem.rule for problem in lint_template(source, **options)]


def test_value_is_printed_in_place():
    assert printed("<p>a {{= 1 + 1 }} b</p>", language="en") == "<p>a 2 b</p>"


def test_feel_may_hold_angle_brackets_braces_and_entities():
    source = '{{= if 1 < 2 then "x" else "y" }}{{= {a: {b: 1}}.a.b }}{{= if 1 &lt; 2 then "}}" else "" }}'
    assert printed(source, language="en") == "x1}}"


def test_condition_prints_only_when_true():
    source = '<p data-if="request.n > 3">x</p>'
    assert printed(source, {"request": {"n": 4}}) == "<p>x</p>"
    assert printed(source, {"request": {"n": 3}}) == ""
    assert printed(source, {"request": {}}) == ""


def test_loop_repeats_the_element_with_its_position():
    source = '<p data-for="member in family" data-if="member.age > 1">{{= position }}:{{= member.name }}</p>'
    family = [{"name": "a", "age": 2}, {"name": "b", "age": 1}, {"name": "c", "age": 3}]
    assert printed(source, {"family": family}, "en") == "<p>1:a</p><p>3:c</p>"
    assert printed(source, {"family": None}) == ""


def test_inner_loop_sees_the_outer_item():
    source = '<p data-for="x in request.xs"><b data-for="y in x.ys">{{= x.n }}{{= y }}</b></p>'
    assert printed(source, {"request": {"xs": [{"n": 1, "ys": [2, 3]}]}}, "en") == "<p><b>12</b><b>13</b></p>"


def test_null_and_unknown_values_print_nothing():
    assert printed("[{{= request.nothing }}]", {"request": {}}) == "[]"


@pytest.mark.parametrize(
    ("expression", "fa", "en"),
    [
        ("request.amount", "۲۵۰۰۰۰۰", "2500000"),
        ("money(request.amount)", "۲٬۵۰۰٬۰۰۰ ریال", "2,500,000 rials"),
        (
            "money in words(request.amount)",
            "دو میلیون و پانصد هزار ریال",
            "two million, five hundred thousand rials",
        ),
        ("letter.date", "۱۴۰۵/۰۸/۳۰", "21 November 2026"),
        ("jalali(letter.date)", "۱۴۰۵/۰۸/۳۰", "1405/08/30"),
        ("long jalali(letter.date)", "۳۰ آبان ۱۴۰۵", "30 Aban 1405"),
        ("persian digits(request.amount)", "۲۵۰۰۰۰۰", "2500000"),
        ("person.national_id", "۰۰۱۲۳۴۵۶۷۹", "0012345679"),
        ("request.vin", "NAAM01CA5 خودرو ۱۲", "NAAM01CA5 خودرو 12"),
        ("request.share", "۱۲٫۵", "12.5"),
        ("request.names", "الف، ب", "الف, ب"),
        ("true", "بله", "yes"),
    ],
)
def test_values_are_written_in_the_language_of_the_letter(expression, fa, en):
    scope = {
        "letter": {"date": date(2026, 11, 21)},
        "person": {"national_id": "0012345679"},
        "request": {
            "amount": Decimal("2500000"),
            "vin": "NAAM01CA5 خودرو 12",
            "share": Decimal("12.50"),
            "names": ["الف", "ب"],
        },
    }
    source = "{{= " + expression + " }}"
    assert printed(source, scope) == fa
    assert printed(source, scope, "en") == en


def test_an_instant_is_written_as_the_day_in_the_office():
    scope = {"request": {"at": datetime(2026, 11, 20, 22, 0, tzinfo=UTC)}}
    assert printed("{{= request.at }}", scope) == "۱۴۰۵/۰۸/۳۰"


def test_a_tracking_code_is_a_left_to_right_island_in_groups_of_four():
    assert printed('{{= grouped code("123456789012") }}') == "\u2066۱۲۳۴\u00a0۵۶۷۸\u00a0۹۰۱۲\u2069"


def test_a_value_a_function_cannot_write_is_printed_as_nothing():
    assert printed('[{{= money("many") }}{{= jalali(1) }}{{= money in words(1.5) }}]') == "[]"


@pytest.mark.parametrize(
    "evil",
    ["<script>alert(1)</script>", "{{= 1 + 1 }}", '"><img src=x>', "</p><p class=addressee>", "&lt;b&gt;"],
)
def test_data_are_text_whatever_they_hold(evil):
    html = printed("<p>{{= request.x }}</p>", {"request": {"x": evil}}, "en")
    assert html.count("<") == 2
    assert "2" not in html


def test_characters_that_turn_the_line_around_are_taken_out_of_data():
    html = printed("{{= request.x.y }}", {"request": {"x": {"y": "ab\u202ecd\u2066\x1b\u200f"}}})
    assert html == "abcd"


def test_half_spaces_and_line_breaks_of_data_stay():
    assert printed("{{= request.x }}", {"request": {"x": "علی‌اکبر\nب"}}) == "علی‌اکبر<br/>ب"


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        '<img src="file:///etc/passwd"/>',
        '<img src="http://169.254.169.254/"/>',
        '<link rel="stylesheet" href="http://x/"/>',
        "<style>@import url(http://x/)</style>",
        '<p style="background:url(http://x/)">a</p>',
        '<p onclick="x()">a</p>',
        '<a href="javascript:x()">a</a>',
        '<pdf:barcode value="1"></pdf:barcode>',
        '<iframe src="x"></iframe>',
        "<svg></svg>",
        "<!DOCTYPE html><p>a</p>",
        "<?php x ?><p>a</p>",
        '<p class="x; }">a</p>',
        '<td width="expression(1)">a</td>',
        '<p dir="{{= 1 }}">a</p>',
        '<p class="a" class="b">a</p>',
        "<p>a",
        "<b><p>a</b></p>",
        "</p>",
        "{{= 1",
        "<p>\ue0000001\ue001</p>",
        '<p data-for="x of request.y">a</p>',
        '<p data-if="">a</p>',
        "{{= }}",
        "{{= __import__('os') }}",
        "{{ request.user }}{% load x %}{{= 1 + }}",
    ],
)
def test_what_is_not_allowed_is_refused(markup):
    assert rules(markup)
    with pytest.raises(DefinitionError):
        compile_template(markup)


def test_django_syntax_is_plain_text():
    assert printed("{{ request }}{% if 1 %}", language="en") == "{{ request }}{% if 1 %}"


def test_every_problem_is_listed_with_line_and_column():
    source = "<p>a</p>\n  <p>{{= perso.name }} {{= 1 + }}</p>\n<script></script>"
    problems = lint_template(source, "<p>{{= signer.title }}</p>")
    found = [(p.element_id, p.rule, p.line, p.params["column"]) for p in problems]
    assert found == [
        ("body", "unknown-name", 2, 9),
        ("body", "bad-feel", 2, 27),
        ("body", "tag-not-allowed", 3, 1),
        ("letterhead", "unknown-name", 1, 7),
    ]
    assert "perso" in str(problems[0])


def test_a_value_over_several_lines_keeps_later_positions_true():
    problems = lint_template("{{= 1 +\n 1\n}}<p>\n{{= nobody }}</p>")
    assert [(p.line, p.params["column"]) for p in problems] == [(4, 4)]


def test_lint_knows_the_fields_of_the_form():
    assert rules("{{= request.amuont }}", fields={"request": ["amount"]}) == ["unknown-name"]
    assert rules("{{= request.amount }}", fields={"request": ["amount"]}) == []


def test_names_of_a_loop_are_known_inside_it_only():
    loop = '<p data-for="person in request.family">{{= person.anything }}{{= position }}</p>'
    assert rules(loop) == []
    assert rules(loop + "{{= position }}") == ["unknown-name"]


def test_an_expression_that_never_ends_is_stopped():
    source = "{{= count(for a in 1..1000, b in 1..1000, c in 1..1000 return a) }}"
    with pytest.raises(FeelError):
        printed(source)


@pytest.mark.parametrize("condition", ["true", "false"])
def test_a_letter_that_grows_or_works_without_end_is_stopped(condition):
    many = '<p data-for="a in for i in 1..400 return i">'
    with pytest.raises(RenderingFailed):
        printed(
            many * 3 + f'<b data-for="b in for i in 1..400 return i" data-if="{condition}">x</b>' + "</p>" * 3
        )


def test_a_list_longer_than_any_letter_needs_is_refused():
    with pytest.raises(RenderingFailed, match="500"):
        printed('<p data-for="a in for i in 1..501 return i">x</p>')


def test_equal_sources_are_compiled_once_and_named_by_their_content():
    first, again = compile_template("<p>a</p>"), compile_template("<p>a</p>")
    assert first is again
    assert first.version != compile_template("<p>b</p>").version


@pytest.mark.parametrize("key", KEYS)
def test_shipped_letters_are_without_problems_and_leave_no_gap(key):
    template = load_template(f"letters/{key}")
    letter = render_letter(template, scope_of(key))
    assert "علی‌اکبر محمدی" in letter.body_html
    assert SCOPE["unit"]["name"] in letter.letterhead_html
    assert "<b></b>" not in letter.body_html
    assert "<td></td>" not in letter.body_html


def test_letters_exist_in_persian_and_fall_back_to_it():
    assert languages_of("letters/bank_loan") == ("fa", "en")
    assert load_template("letters/bank_loan", "en").language == "en"
    assert load_template("letters/accommodation", "en").language == "fa"


@pytest.mark.parametrize(
    "key", ["letters/nothing", "../settings/base", "letters/../_base/letterhead", "/etc/passwd"]
)
def test_a_key_that_names_no_letter_is_not_found(key):
    with pytest.raises(NotFound):
        load_template(key)
