"""Units keep their place; people are found by what they type; images are judged by content."""

import io

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.factories.directory import PersonFactory, UnitFactory, make_employee, make_tree
from workflows.directory.images import MAX_BYTES, validate_image
from workflows.directory.models import Person
from workflows.directory.models.posts import Post, PostHolder, holder_on

pytestmark = pytest.mark.django_db


def png(side: int = 10) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (side, side), "blue").save(file, "PNG")
    return file.getvalue()


def test_path_is_built_from_the_codes_above() -> None:
    assert make_tree()["school-12"].path == "tehran/shahriar/school-12"


def test_unit_keeps_its_place_because_cases_name_it() -> None:
    units = make_tree()
    units["school-12"].parent = units["rey"]
    with pytest.raises(ValidationError):
        units["school-12"].save()


@pytest.mark.parametrize(
    "typed", ["teacher", "30000042", "۳۰۰۰۰۰۴۲", "٣٠٠٠٠٠٤٢", " 0012345679 ", "۰۰۱۲۳۴۵۶۷۹"]
)
def test_login_by_user_name_personnel_number_or_national_id_in_any_digits(typed: str) -> None:
    person = make_employee(UnitFactory(), username="teacher", national_id="0012345679")
    person.employment.personnel_number = "30000042"
    person.employment.save()
    person.set_password("secret")
    person.save()
    assert authenticate(request=_request(), username=typed, password="secret") == person


def _request() -> object:
    from django.test import RequestFactory

    return RequestFactory().post("/login/")


def test_unknown_or_empty_user_name_finds_nobody() -> None:
    PersonFactory()
    for typed in ("", "   ", "nobody"):
        with pytest.raises(Person.DoesNotExist):
            Person.objects.get_by_natural_key(typed)


def test_png_is_accepted() -> None:
    validate_image(SimpleUploadedFile("stamp.png", png()))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image-unreadable"),
        (b"%PDF-1.7 disguised", "image-unreadable"),
        (png()[:40], "image-unreadable"),
        (png() + b"x" * MAX_BYTES, "image-too-large"),
        (png(side=3001), "image-too-many-pixels"),
    ],
)
def test_image_is_judged_by_its_content_not_its_name(content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_image(SimpleUploadedFile("stamp.png", content, content_type="image/png"))
    assert refused.value.code == code


def test_post_is_held_from_to_and_by_one_person_a_day() -> None:
    from datetime import date

    unit = UnitFactory()
    post = Post.objects.create(unit=unit, kind=Post.Kind.CHIEF_MANAGER, title_fa="رئیس", title_en="Head")
    first, second = PersonFactory(), PersonFactory()
    PostHolder.objects.create(post=post, person=first, from_date=date(2020, 1, 1), to_date=date(2023, 12, 31))
    PostHolder.objects.create(post=post, person=second, from_date=date(2024, 1, 1))
    found = [holder_on(unit.path, "chief_manager", day) for day in (date(2023, 12, 31), date(2024, 1, 1))]
    assert [holder and holder.person for holder in found] == [first, second]
    assert holder_on(unit.path, "chief_manager", date(2019, 12, 31)) is None
    with pytest.raises(ValidationError):
        PostHolder(post=post, person=first, from_date=date(2025, 1, 1)).clean()
