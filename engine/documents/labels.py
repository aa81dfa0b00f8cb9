"""The fixed words of the page shell, in the language of the letter (not of the reader's screen)."""

from typing import Final

LABELS: Final[dict[str, dict[str, str]]] = {
    "fa": {
        "invocation": "باسمه تعالی",
        "number": "شماره",
        "date": "تاریخ",
        "attachment": "پیوست",
        "no_attachment": "ندارد",
        "valid_until": "اعتبار تا",
        "subject": "موضوع",
        "copies": "رونوشت",
        "on_behalf": "از طرف",
        "tracking_code": "کد رهگیری",
        "scan": "برای اطمینان از اصالت این نامه، رمزینه را با دوربین تلفن همراه بخوانید.",
        "continued": "ادامهٔ نامهٔ شمارهٔ",
        "dated": "مورخ",
        "page": "صفحهٔ",
        "of": "از",
        "void": "ابطال شد",
        "void_note": "این نامه باطل شده و فاقد هرگونه اعتبار است.",
    },
    "en": {
        "invocation": "In the Name of God",
        "number": "No.",
        "date": "Date",
        "attachment": "Enclosure",
        "no_attachment": "none",
        "valid_until": "Valid until",
        "subject": "Subject",
        "copies": "Copies",
        "on_behalf": "for",
        "tracking_code": "Tracking code",
        "scan": "To check that this letter is genuine, read the code with the camera of a phone.",
        "continued": "Letter no.",
        "dated": "of",
        "page": "Page",
        "of": "of",
        "void": "VOID",
        "void_note": "This letter has been made void and has no validity.",
    },
}


def labels_of(language: str) -> dict[str, str]:
    """The words of ``language``; ValueError for a language no letter can be printed in."""
    try:
        return LABELS[language]
    except KeyError:
        raise ValueError(f'letters are printed in {", ".join(LABELS)}, not in "{language}"') from None
