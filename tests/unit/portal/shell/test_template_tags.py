"""Tags and filters of ``{% load kartabl %}``."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from engine.errors import Busy
from tests.factories.directory import PersonFactory


def show(source: str, **values: object) -> str:
    return Template("{% load kartabl %}" + source).render(Context(values))


def test_code_is_a_left_to_right_island_and_escaped() -> None:
    assert show("{{ code|ltr }}", code="<12>") == '<bdi dir="ltr" class="code">&lt;12&gt;</bdi>'
    with override("en"):
        assert ">1234 5678 9012<" in show("{{ code|tracking }}", code="123456789012")


def test_name_and_title_follow_the_language() -> None:
    person = PersonFactory.build(
        first_name_fa="مریم", last_name_fa="کاظمی", first_name_en="Maryam", last_name_en="K"
    )
    offering = {"title_fa": "معرفی به بانک", "title_en": ""}
    with override("en"):
        assert show("{{ person|person_name }}", person=person) == "Maryam K"
        assert show('{{ offering|localized:"title" }}', offering=offering) == "معرفی به بانک"
    with override("fa"):
        assert show("{{ person|person_name }}", person=person) == "مریم کاظمی"


def test_icon_is_silent_unless_labelled() -> None:
    assert 'aria-hidden="true"' in show('{% icon "check" %}')
    assert 'role="img" aria-label="Done"' in show('{% icon "check" label="Done" %}')
    assert "icon--flip" in show('{% icon "arrow" flip=True %}')


def test_error_is_explained() -> None:
    with override("en"):
        assert "Try again in a few seconds" in show("{{ error|explain }}", error=Busy())


@pytest.mark.parametrize(("block", "seen"), [("", "no"), ("  text ", "yes:text")])
def test_capture_tells_an_empty_block_from_a_filled_one(block: str, seen: str) -> None:
    source = (
        "{% capture as part %}" + block + "{% endcapture %}{% if part %}yes:{{ part }}{% else %}no{% endif %}"
    )
    assert show(source) == seen
