"""An empty installation gets its province and its first manager by one command, once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.directory import UnitFactory, valid_national_id
from workflows.directory.access import grantable
from workflows.directory.models import Person, Unit
from workflows.directory.role_names import ROLES

pytestmark = pytest.mark.django_db
GIVEN = {
    "code": "tehran",
    "name_fa": "اداره کل آموزش و پرورش استان تهران",
    "name_en": "Tehran Province Education Office",
    "username": "manager",
    "national_id": valid_national_id(1),
    "first_name": "امیر",
    "last_name": "جعفری",
}


def create(**changes: str) -> str:
    out = StringIO()
    call_command("create_first_manager", stdout=out, **{**GIVEN, **changes})
    return out.getvalue()


def test_first_manager_can_give_every_role_and_signs_in_with_the_printed_password() -> None:
    printed = create()
    manager = Person.objects.get()
    assert {item.role for item in grantable(manager)} == set(ROLES)
    assert manager.one_time_until is not None
    assert manager.check_password(printed.split("one-time password ")[1].split()[0])
    assert (Unit.objects.get().path, Unit.objects.get().kind) == ("tehran", "province")


def test_installation_with_units_is_refused() -> None:
    UnitFactory()
    with pytest.raises(CommandError, match="units already"):
        create()
    assert not Person.objects.exists()


@pytest.mark.parametrize("changes", [{"code": "Tehran Province"}, {"national_id": "12"}, {"last_name": ""}])
def test_bad_input_is_named_and_nothing_is_created(changes: dict[str, str]) -> None:
    with pytest.raises(CommandError, match=next(iter(changes)).split("_")[0]):
        create(**changes)
    assert not Unit.objects.exists()
    assert not Person.objects.exists()
