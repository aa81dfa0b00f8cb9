"""Demo people: one of each kind, with natural names, employment, family, roles, posts and signatures."""

from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile

from engine import clock
from workflows.directory import role_names as roles
from workflows.directory.demo_images import draw_signature
from workflows.directory.models import (
    Employment,
    FamilyMember,
    Person,
    Post,
    PostHolder,
    RoleHolding,
    Unit,
)

DEMO_PASSWORD = "kartabl-demo"  # noqa: S105 (published on purpose: demo data only)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """``unit``: code of the unit of employment; ``roles``: (role, unit code)."""

    username: str
    duty: str
    name_fa: tuple[str, str]
    name_en: tuple[str, str]
    father: str
    unit: str
    job: str
    born: date
    hired: int
    roles: tuple[tuple[str, str], ...] = ()
    retired: int | None = None
    language: str = "fa"


PEOPLE = (
    DemoPerson("teacher", "teacher, orders letters", ("زهرا", "احمدی"), ("Zahra", "Ahmadi"), "حسن", "beheshti",
               "دبیر ریاضی", date(1984, 5, 3), 1387),
    DemoPerson("retiree", "retired teacher", ("حسین", "رضایی"), ("Hossein", "Rezaei"), "غلامرضا", "narges",
               "آموزگار", date(1960, 9, 18), 1363, retired=1395),
    DemoPerson("other-teacher", "teacher of another district", ("سمیرا", "یوسفی"), ("Samira", "Yousefi"), "محمود",
               "hafez", "دبیر زبان انگلیسی", date(1990, 1, 22), 1393),
    DemoPerson("expert", "district expert, first approval", ("مریم", "کریمی"), ("Maryam", "Karimi"), "احمد",
               "shahriar", "کارشناس رفاه", date(1982, 7, 11), 1385, ((roles.LETTERS_EXPERT, "shahriar"),)),
    DemoPerson("expert2", "second expert of the same district", ("علی", "نوری"), ("Ali", "Nouri"), "یعقوب",
               "shahriar", "کارشناس تعاون", date(1987, 11, 29), 1390, ((roles.LETTERS_EXPERT, "shahriar"),)),
    DemoPerson("chief", "chief manager of the district, second approval and letters list",
               ("محمد", "صادقی"), ("Mohammad", "Sadeghi"), "ابراهیم", "shahriar", "رئیس اداره",
               date(1972, 3, 30), 1375,
               ((roles.LETTERS_CHIEF, "shahriar"), (roles.LETTERS_MANAGER, "shahriar"))),
    DemoPerson("other-expert", "expert of another district", ("کامران", "مرادی"), ("Kamran", "Moradi"), "رحیم",
               "islamshahr", "کارشناس رفاه", date(1985, 12, 5), 1388, ((roles.LETTERS_EXPERT, "islamshahr"),)),
    DemoPerson("other-chief", "chief manager of another district", ("پروین", "اکبری"), ("Parvin", "Akbari"),
               "صفر", "islamshahr", "رئیس اداره", date(1974, 8, 14), 1377,
               ((roles.LETTERS_CHIEF, "islamshahr"), (roles.LETTERS_MANAGER, "islamshahr"))),
    DemoPerson("province", "provincial manager: units, letters of all districts", ("فاطمه", "حیدری"),
               ("Fatemeh", "Heidari"), "علی‌اکبر", "tehran", "معاون پشتیبانی", date(1970, 2, 9), 1373,
               ((roles.UNITS_MANAGER, "tehran"), (roles.LETTERS_MANAGER, "tehran"),
                (roles.LETTERS_CHIEF, "tehran"))),
    DemoPerson("forms", "services manager: offerings of the province", ("لیلا", "عباسی"), ("Leila", "Abbasi"),
               "منوچهر", "tehran", "کارشناس مسئول رفاه", date(1983, 6, 25), 1386,
               ((roles.FORMS_MANAGER, "tehran"),)),
    DemoPerson("users", "users manager of the province; reviews what no district may decide",
               ("امیر", "جعفری"), ("Amir", "Jafari"), "سعید", "tehran", "کارشناس منابع انسانی",
               date(1988, 10, 2), 1391,
               ((roles.USERS_MANAGER, "tehran"), (roles.LETTERS_EXPERT, "tehran"),
                (roles.AUDITOR, "tehran"))),
    DemoPerson("auditor", "auditor of the province", ("نرگس", "قاسمی"), ("Narges", "Ghasemi"), "جواد", "tehran",
               "بازرس", date(1979, 4, 17), 1382, ((roles.AUDITOR, "tehran"),)),
    DemoPerson("admin", "studio administrator", ("بهرام", "شریفی"), ("Bahram", "Sharifi"), "کاظم", "tehran",
               "کارشناس فناوری اطلاعات", date(1986, 1, 8), 1389,
               ((roles.STUDIO_ADMINISTRATOR, "tehran"), (roles.FORMS_MANAGER, "tehran"))),
)  # fmt: skip
POSTS = (
    # unit, holder, Persian title, English title
    ("shahriar", "chief", "رئیس اداره آموزش و پرورش شهریار", "Head of the Shahriar Education Office"),
    (
        "islamshahr",
        "other-chief",
        "رئیس اداره آموزش و پرورش اسلامشهر",
        "Head of the Islamshahr Education Office",
    ),
    ("tehran", "province", "معاون پشتیبانی اداره کل", "Deputy Director General"),
)
FAMILY = (
    # person, relation, first name, last name, born, user name of the relative if he is an employee
    ("teacher", "spouse", "رضا", "موسوی", date(1981, 2, 14), ""),
    ("teacher", "child", "آوا", "موسوی", date(2012, 10, 6), ""),
    ("teacher", "child", "پارسا", "موسوی", date(2016, 4, 1), ""),
    ("retiree", "spouse", "اعظم", "صالحی", date(1964, 7, 20), ""),
    ("expert2", "sibling", "سمیرا", "نوری", date(1990, 5, 5), ""),
    ("other-teacher", "spouse", "کامران", "مرادی", date(1985, 12, 5), "other-expert"),
    ("chief", "spouse", "طاهره", "بهرامی", date(1976, 9, 9), ""),
)


def load_people(units: dict[str, Unit]) -> dict[str, Person]:
    """The people by user name, all with the demo password; who is there already stays as he is."""
    people = {
        person.username: _load_person(number, person, units) for number, person in enumerate(PEOPLE, start=1)
    }
    for unit, holder, title_fa, title_en in POSTS:
        _load_post(units[unit], people[holder], title_fa, title_en)
    for number, (person, relation, first, last, born, relative) in enumerate(FAMILY, start=501):
        FamilyMember.objects.get_or_create(
            person=people[person],
            first_name=first,
            last_name=last,
            defaults={
                "relation": relation,
                "birth_date": born,
                "national_id": people[relative].national_id if relative else _national_id(number),
                "linked_person": people.get(relative),
            },
        )
    return people


def _load_person(number: int, given: DemoPerson, units: dict[str, Unit]) -> Person:
    found = Person.objects.filter(username=given.username).first()
    if found:
        return found
    person = Person.objects.create_user(
        given.username,
        DEMO_PASSWORD,
        first_name_fa=given.name_fa[0],
        last_name_fa=given.name_fa[1],
        first_name_en=given.name_en[0],
        last_name_en=given.name_en[1],
        father_name=given.father,
        national_id=_national_id(number),
        birth_date=given.born,
        mobile=f"0912{3450000 + number * 37}",
        language=given.language,
    )
    _employ(person, number, given, units[given.unit])
    for role, unit in given.roles:
        RoleHolding.objects.create(person=person, role=role, unit=units[unit], granted_at=clock.now())
    return person


def _employ(person: Person, number: int, given: DemoPerson, unit: Unit) -> None:
    Employment.objects.create(
        person=person,
        personnel_number=str(31_204_500 + number * 113),
        status=Employment.Status.RETIRED if given.retired else Employment.Status.ACTIVE,
        unit=unit,
        job_title=given.job,
        hired_on=_first_of_mehr(given.hired),
        retired_on=_first_of_mehr(given.retired) if given.retired else None,
    )


def _load_post(unit: Unit, person: Person, title_fa: str, title_en: str) -> None:
    post, is_new = Post.objects.get_or_create(
        unit=unit, kind=Post.Kind.CHIEF_MANAGER, defaults={"title_fa": title_fa, "title_en": title_en}
    )
    if is_new:
        holder = PostHolder.objects.create(post=post, person=person, from_date=date(2021, 3, 21))
        image = draw_signature(person.full_name("fa"))
        holder.signature.save(f"{unit.code}.png", ContentFile(image))


def _first_of_mehr(jalali_year: int) -> date:
    """23 September of the Jalali year: when school years and careers begin."""
    return date(jalali_year + 621, 9, 23)


def _national_id(number: int) -> str:
    """A well-formed national id (area 001) made from a running number."""
    digits = f"{1_000_000 + number * 7919:09d}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return digits + str(rest if rest < 2 else 11 - rest)
