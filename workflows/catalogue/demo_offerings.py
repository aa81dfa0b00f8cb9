"""Demo offerings: four services that differ in everything an offering can differ in."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from engine import clock
from workflows.catalogue.models import Offering
from workflows.directory.models import Unit

OFFERINGS: tuple[dict[str, Any], ...] = (
    {
        "code": "bank_loan",
        "unit": "tehran",
        "title_fa": "معرفی‌نامه دریافت وام بانکی",
        "title_en": "Introduction to a bank for a loan",
        "summary_fa": "معرفی به بانک برای دریافت تسهیلات؛ نیازمند تأیید کارشناس و رئیس اداره.",
        "summary_en": "Introduces you to a bank for a loan; approved by the expert and the chief manager.",
        "preview_fa": "مبلغ درخواستی از بالاترین سقف اعلام‌شده بیشتر نباشد. نام بانک و شعبه را کامل بنویسید. "
        "این معرفی‌نامه تعهدی برای پرداخت وام از سوی بانک ایجاد نمی‌کند.",
        "preview_en": "The amount must not exceed the highest ceiling. Give the full name of bank and branch. "
        "The letter does not oblige the bank to grant the loan.",
        "ceilings": [500_000_000, 1_000_000_000, 2_000_000_000],
        "approval_steps": 2,
        "per_person_limit": 2,
        "validity_days": 30,
        "copies_to": "بایگانی مرکز رفاهی",
    },
    {
        "code": "accommodation",
        "unit": "tehran",
        "title_fa": "معرفی‌نامه اسکان در مراکز رفاهی",
        "title_en": "Introduction to a welfare centre for a stay",
        "summary_fa": "اقامت شما و خانواده در مراکز اسکان فرهنگیان سراسر کشور.",
        "summary_en": "A stay for you and your family in the education employees' centres of the country.",
        "preview_fa": "نام همه همراهان را بنویسید؛ پذیرش کسی که نامش در معرفی‌نامه نباشد ممکن نیست. "
        "مدت اقامت حداکثر هفت شب است.",
        "preview_en": "Name everybody who travels with you; nobody else can be received. Seven nights at most.",
        "approval_steps": 1,
        "validity_days": 60,
        "audience": Offering.Audience.ALL,
    },
    {
        "code": "vehicle_sticker",
        "unit": "shahriar",
        "title_fa": "معرفی‌نامه برچسب تردد خودرو",
        "title_en": "Introduction for a vehicle sticker",
        "summary_fa": "برچسب ورود خودرو به محوطه اداره؛ ویژه همکاران شاغل شهریار.",
        "summary_en": "A sticker to drive into the office grounds; for active employees of Shahriar.",
        "preview_fa": "تصویر خوانای کارت خودرو را آماده کنید. برای هر همکار حداکثر دو خودرو.",
        "preview_en": "Have a readable picture of the vehicle card ready. Two vehicles at most for each person.",
        "approval_steps": 1,
        "per_person_limit": 2,
        "paper_size": "A5",
        "audience": Offering.Audience.ACTIVE,
        "validity_days": 365,
        "addressee_fa": "مسئول محترم حراست اداره آموزش و پرورش شهریار",
        "addressee_en": "Security Office, Shahriar Education Office",
    },
    {
        "code": "sports_discount",
        "unit": "tehran",
        "title_fa": "معرفی‌نامه تخفیف مجموعه‌های ورزشی",
        "title_en": "Introduction for a sports-centre discount",
        "summary_fa": "تخفیف ویژه فرهنگیان در مجموعه‌های ورزشی طرف قرارداد؛ ظرفیت محدود.",
        "summary_en": "The education employees' discount at contracted sports centres; places are limited.",
        "preview_fa": "مدت استفاده را از میان سقف‌های اعلام‌شده انتخاب کنید. برای هر نفر یک معرفی‌نامه.",
        "preview_en": "Choose for how many months, among the ceilings. One letter for each person.",
        "ceilings": [3, 6, 12],
        "approval_steps": 1,
        "total_limit": 20,
        "per_person_limit": 1,
        "paper_size": "A5",
        "validity_days": 90,
        "opens": -60,
        "closes": 60,
    },
)


def load_offerings(units: dict[str, Unit]) -> dict[str, Offering]:
    """The offerings by code; what is there already stays as it is. Periods are days from today."""
    return {given["code"]: _load(given, units) for given in OFFERINGS}


def _load(given: dict[str, Any], units: dict[str, Unit]) -> Offering:
    values = dict(given)
    code, unit = values.pop("code"), units[values.pop("unit")]
    values["opens_at"] = _in_days(values.pop("opens", None))
    values["closes_at"] = _in_days(values.pop("closes", None))
    values |= {"unit": unit, "form_key": code, "letter_key": f"letters/{code}"}
    return Offering.objects.get_or_create(code=code, defaults=values)[0]


def _in_days(days: int | None) -> Any:
    if days is None:
        return None
    midnight = datetime.combine(timezone.localdate(clock.now()) + timedelta(days=days), time.min)
    return timezone.make_aware(midnight)
