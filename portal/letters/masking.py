"""Names for a visitor without account: the first letter of each word."""

import hmac

from portal.formatting import latin_digits

DOTS = "•••"
LAST = 4


def masked(name: str) -> str:
    """``مریم کاظمی`` → ``م••• ک•••``."""
    return " ".join(f"{word[0]}{DOTS}" for word in name.split())


def last_digits(text: str) -> str:
    """The four digits a visitor typed, in any script; empty when there are not exactly four."""
    typed = "".join(latin_digits(text).split())
    return typed if len(typed) == LAST and typed.isdecimal() and typed.isascii() else ""


def is_last_of(typed: str, national_id: str) -> bool:
    """Whether these are the last four digits; takes the same time whatever is typed."""
    return bool(national_id) and hmac.compare_digest(typed.encode(), national_id[-LAST:].encode())
