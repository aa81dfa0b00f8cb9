"""Demo units: a province with four districts and their schools, stamps, the Iranian working calendar."""

from datetime import date

from django.core.files.base import ContentFile
from persiantools.jdatetime import JalaliDate

from engine import clock
from workflows.directory.demo_images import draw_stamp
from workflows.directory.models import Holiday, Unit, WorkingCalendar

PROVINCE = ("tehran", "استان تهران", "Tehran Province", "ته", "استان تهران")
DISTRICTS = (
    # code, Persian name, English name, letter prefix, name on the stamp, first letter number
    ("shahriar", "اداره آموزش و پرورش شهریار", "Shahriar Education Office", "شه", "فرهنگیان شهریار", 1206),
    (
        "islamshahr",
        "اداره آموزش و پرورش اسلامشهر",
        "Islamshahr Education Office",
        "اس",
        "فرهنگیان اسلامشهر",
        1,
    ),
    ("rey", "اداره آموزش و پرورش شهر ری", "Rey Education Office", "ری", "فرهنگیان شهر ری", 1),
    ("varamin", "اداره آموزش و پرورش ورامین", "Varamin Education Office", "ور", "فرهنگیان ورامین", 1),
)
SCHOOLS = (
    ("shahriar", "beheshti", "دبیرستان شهید بهشتی", "Shahid Beheshti High School"),
    ("shahriar", "narges", "دبستان نرگس", "Narges Primary School"),
    ("islamshahr", "hafez", "دبیرستان حافظ", "Hafez High School"),
    ("islamshahr", "danesh", "دبستان دانش", "Danesh Primary School"),
    ("rey", "saadi", "دبستان سعدی", "Saadi Primary School"),
    ("varamin", "parvin", "دبیرستان پروین اعتصامی", "Parvin Etesami High School"),
)
FIXED_HOLIDAYS = (
    # Jalali month, day, Persian name, English name; lunar holidays are entered by the province each year
    (1, 1, "نوروز", "Nowruz"),
    (1, 2, "نوروز", "Nowruz"),
    (1, 3, "نوروز", "Nowruz"),
    (1, 4, "نوروز", "Nowruz"),
    (1, 12, "روز جمهوری اسلامی", "Islamic Republic Day"),
    (1, 13, "روز طبیعت", "Nature Day"),
    (3, 14, "رحلت امام خمینی", "Death of Imam Khomeini"),
    (3, 15, "قیام ۱۵ خرداد", "15 Khordad Uprising"),
    (11, 22, "پیروزی انقلاب اسلامی", "Revolution Day"),
    (12, 29, "ملی شدن صنعت نفت", "Oil Nationalisation Day"),
)


def load_units() -> dict[str, Unit]:
    """The units by their code; what is there already stays as it is."""
    units = {
        "tehran": _unit(PROVINCE[0], PROVINCE[1], PROVINCE[2], kind=Unit.Kind.PROVINCE, prefix=PROVINCE[3])
    }
    _stamp(units["tehran"], PROVINCE[4])
    for code, name_fa, name_en, prefix, stamped, first in DISTRICTS:
        units[code] = _unit(
            code,
            name_fa,
            name_en,
            kind=Unit.Kind.DISTRICT,
            parent=units["tehran"],
            prefix=prefix,
            first=first,
        )
        _stamp(units[code], stamped)
    for district, code, name_fa, name_en in SCHOOLS:
        units[code] = _unit(code, name_fa, name_en, kind=Unit.Kind.SCHOOL, parent=units[district])
    _load_calendar(units["tehran"])
    return units


def _unit(
    code: str,
    name_fa: str,
    name_en: str,
    *,
    kind: str,
    parent: Unit | None = None,
    prefix: str = "",
    first: int = 1,
) -> Unit:
    path = f"{parent.path}/{code}" if parent else code
    found = Unit.objects.filter(path=path).first()
    return found or Unit.objects.create(
        code=code,
        name_fa=name_fa,
        name_en=name_en,
        kind=kind,
        parent=parent,
        letter_prefix=prefix,
        first_letter_number=first,
        fund_reserve_minimum=0 if kind == Unit.Kind.SCHOOL else 50_000_000,
    )


def _stamp(unit: Unit, name: str) -> None:
    if not unit.stamp:
        image = draw_stamp("وزارت آموزش و پرورش", ("مرکز رفاهی", name))
        unit.stamp.save(f"{unit.code}.png", ContentFile(image))


def _load_calendar(unit: Unit) -> None:
    calendar, _ = WorkingCalendar.objects.get_or_create(unit=unit)
    year = int(JalaliDate(clock.now().date()).year)  # type: ignore[no-untyped-call]
    for jalali_year in (year - 1, year, year + 1):
        for month, day, name_fa, name_en in FIXED_HOLIDAYS:
            gregorian: date = JalaliDate(jalali_year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
            Holiday.objects.get_or_create(
                calendar=calendar, day=gregorian, defaults={"name_fa": name_fa, "name_en": name_en}
            )
