"""People, units and roles for tests; every national id and number is valid and its own."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import factory

from engine import clock
from workflows.directory.models import Employment, FamilyMember, Person, Post, PostHolder, RoleHolding, Unit


def valid_national_id(number: int) -> str:
    """An Iranian national id: nine digits and their check digit."""
    digits = f"{100_000_000 + number:09d}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return digits + str(rest if rest < 2 else 11 - rest)


class UnitFactory(factory.django.DjangoModelFactory[Unit]):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"unit-{n}")
    name_fa = factory.LazyAttribute(lambda unit: f"واحد {unit.code}")
    name_en = factory.LazyAttribute(lambda unit: f"Unit {unit.code}")
    kind = Unit.Kind.DISTRICT


class PersonFactory(factory.django.DjangoModelFactory[Person]):
    class Meta:
        model = Person

    username = factory.Sequence(lambda n: f"person-{n}")
    first_name_fa = "مریم"
    last_name_fa = factory.Sequence(lambda n: f"کریمی {n}")
    first_name_en = "Maryam"
    last_name_en = factory.Sequence(lambda n: f"Karimi {n}")
    father_name = "حسن"
    national_id = factory.Sequence(valid_national_id)
    birth_date = date(1985, 5, 4)
    mobile = "09121234567"


class EmploymentFactory(factory.django.DjangoModelFactory[Employment]):
    class Meta:
        model = Employment

    person = factory.SubFactory(PersonFactory)
    personnel_number = factory.Sequence(lambda n: f"{30_000_000 + n}")
    unit = factory.SubFactory(UnitFactory)
    job_title = "دبیر ریاضی"
    hired_on = date(2008, 9, 22)


def make_tree() -> dict[str, Unit]:
    """tehran → shahriar (school-12), rey (school-7)."""
    tehran = UnitFactory(code="tehran", kind=Unit.Kind.PROVINCE, name_fa="استان تهران")
    shahriar = UnitFactory(code="shahriar", parent=tehran, name_fa="شهریار", letter_prefix="ش")
    rey = UnitFactory(code="rey", parent=tehran, name_fa="ری")
    return {
        "tehran": tehran,
        "shahriar": shahriar,
        "rey": rey,
        "school-12": UnitFactory(code="school-12", parent=shahriar, kind=Unit.Kind.SCHOOL),
        "school-7": UnitFactory(code="school-7", parent=rey, kind=Unit.Kind.SCHOOL),
    }


def make_employee(unit: Unit, *, status: str = "active", **person: Any) -> Person:
    """A person employed in the unit."""
    return EmploymentFactory(person=PersonFactory(**person), unit=unit, status=status).person


def hold(person: Person, role: str, unit: Unit) -> RoleHolding:
    """Give the role without a grantor, as an installation does."""
    return RoleHolding.objects.create(person=person, role=role, unit=unit, granted_at=clock.now())


def make_officer(unit: Unit, *roles: str, **person: Any) -> Person:
    """A person employed in the unit who holds the roles there."""
    officer = make_employee(unit, **person)
    for role in roles:
        hold(officer, role, unit)
    return officer


def make_chief(unit: Unit, roles: Sequence[str] = ("letters.chief",), **person: Any) -> Person:
    """The holder of the unit's post of chief manager, since long ago."""
    chief = make_officer(unit, *roles, **person)
    post, _ = Post.objects.get_or_create(
        unit=unit,
        kind=Post.Kind.CHIEF_MANAGER,
        defaults={"title_fa": "رئیس اداره", "title_en": "Head of office"},
    )
    PostHolder.objects.create(post=post, person=chief, from_date=date(2015, 3, 21))
    return chief


def make_relative(person: Person, relative: Person, relation: str = "spouse") -> FamilyMember:
    """``relative`` is listed, by national id, as family of ``person``."""
    return FamilyMember.objects.create(
        person=person,
        relation=relation,
        first_name=relative.first_name_fa,
        last_name=relative.last_name_fa,
        national_id=relative.national_id,
    )
