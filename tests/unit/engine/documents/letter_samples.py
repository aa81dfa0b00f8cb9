"""Sample letters for these tests: scope, images and a rasteriser."""

import io
import math
from datetime import date
from decimal import Decimal

import pypdfium2
from PIL import Image, ImageDraw

from engine.documents import (
    Assets,
    LetterMeta,
    default_emblem,
    load_template,
    qr_png,
    render_letter,
    render_pdf,
)

URL = "https://letters.example.ir/verify/0.Zq8mT1uKc0dYb3xWf5hRj7nPv9sLa2eGi4oUk6tMy8zQw1rNp3DBSAAA"

SCOPE = {
    "letter": {
        "number": "ش/۱۴۰۵/۱۲۳۴",
        "date": date(2026, 11, 21),
        "valid_until": date(2027, 1, 20),
        "tracking_code": "123456789012",
        "attachment": "",
        "addressee": "مسئول محترم حراست ادارهٔ آموزش و پرورش شهرستان شهریار",
        "subject": "معرفی‌نامه",
        "copies": ["کارشناسی رفاه جهت اطلاع", "بایگانی پروندهٔ پرسنلی"],
    },
    "person": {
        "full_name": "علی‌اکبر محمدی",
        "full_name_en": "Ali Akbar Mohammadi",
        "father_name": "حسین",
        "national_id": "0012345679",
    },
    "employment": {
        "personnel_number": "12345678",
        "status": "active",
        "unit_name": "دبیرستان شهید بهشتی",
        "unit_name_en": "Shahid Beheshti High School",
        "job_title": "دبیر ریاضی",
    },
    "unit": {
        "name": "ادارهٔ آموزش و پرورش شهرستان شهریار",
        "name_en": "Education Office of Shahriar",
        "province_name": "ادارهٔ کل آموزش و پرورش استان تهران",
    },
    "signer": {
        "name": "دکتر رضا احمدی",
        "name_en": "Dr Reza Ahmadi",
        "post": "رئیس ادارهٔ آموزش و پرورش شهرستان شهریار",
        "post_en": "Head of the Education Office of Shahriar",
        "on_behalf": "",
    },
    "offering": {"title": "معرفی‌نامه"},
}

FAMILY = [
    {"full_name": "زهرا کریمی", "relation": "همسر", "national_id": "0012345678"},
    {"full_name": "امیرحسین محمدی", "relation": "فرزند", "national_id": "0023456789"},
    {"full_name": "ریحانه محمدی", "relation": "فرزند", "national_id": "0034567890"},
]

REQUESTS = {
    "bank_loan": (
        {
            "branch": "میدان آزادی",
            "amount": Decimal(2_000_000_000),
            "instalments": Decimal(60),
            "purpose": "تعمیر مسکن",
            "has_guarantor": True,
            "guarantor_name": "مریم رضایی",
            "guarantor_national_id": "0499370899",
        },
        {"bank_name": "بانک قرض‌الحسنهٔ رسالت"},
    ),
    "accommodation": (
        {
            "from_date": date(2027, 3, 22),
            "to_date": date(2027, 3, 26),
            "nights": Decimal(4),
            "family": FAMILY,
        },
        {"centre": "خانهٔ معلم مشهد", "family": FAMILY},
    ),
    "vehicle_sticker": (
        {
            "plate": {"two_digits": "12", "letter": "ب", "three_digits": "345", "region": "66"},
            "vehicle_model": "پژو ۲۰۷",
        },
        {"color": "سفید"},
    ),
    "sports_discount": (
        {"centre": "مجموعهٔ ورزشی شهید شیرودی", "ceiling_months": Decimal(6)},
        {"sport": "شنا"},
    ),
}
KEYS = tuple(REQUESTS)


def scope_of(key: str) -> dict:
    request, shown = REQUESTS[key]
    return {**SCOPE, "request": request, "shown": {**request, **shown}, "family": []}


def rendered(key: str, lang: str = "fa"):
    return render_letter(load_template(f"letters/{key}", lang), scope_of(key))


def letter_pdf(
    key: str, *, size: str = "A4", lang: str = "fa", assets: Assets | None = None, **meta
) -> bytes:
    fragments = rendered(key, lang)
    return render_pdf(
        fragments.body_html,
        fragments.letterhead_html,
        size=size,
        lang=lang,
        assets=assets or full_assets(),
        meta=LetterMeta.from_scope(scope_of(key), lang=lang, **meta),
    )


def full_assets() -> Assets:
    return Assets(stamp=stamp(), signature=signature(), qr=qr_png(URL), emblem=default_emblem())


def stamp() -> bytes:
    image = Image.new("RGB", (600, 600), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((10, 10, 590, 590), outline=(30, 50, 140), width=12)
    draw.ellipse((110, 110, 490, 490), outline=(30, 50, 140), width=6)
    return encoded(image, "PNG")


def signature() -> bytes:
    image = Image.new("RGB", (700, 350), "white")
    points = [(40 + t * 6, 180 + 90 * math.sin(t / 6) * math.exp(-t / 90)) for t in range(105)]
    ImageDraw.Draw(image).line(points, fill=(20, 20, 70), width=7, joint="curve")
    return encoded(image, "JPEG")


def encoded(image: Image.Image, form: str) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form)
    return buffer.getvalue()


def pages_of(pdf: bytes, dpi: int = 150) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page_image(document, index, dpi) for index in range(len(document))]
    finally:
        document.close()


def _page_image(document: pypdfium2.PdfDocument, index: int, dpi: int) -> Image.Image:
    page = document[index]
    bitmap = page.render(scale=dpi / 72)
    image = bitmap.to_pil().convert("RGB").copy()
    bitmap.close()
    page.close()
    return image
