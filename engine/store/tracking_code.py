"""Tracking codes: 12 digits, random, the last a check digit (ISO/IEC 7064, MOD 11,10).

The check digit finds every wrong digit and every swap of neighbours, because people type and
dictate these codes (SARA-FORM-23).
"""

import secrets


def new_tracking_code() -> str:
    """A new code; its uniqueness is the database's business."""
    body = f"{secrets.randbelow(9 * 10**10) + 10**10:011d}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The check digit for a text of Latin digits."""
    product = 10
    for digit in body:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def is_tracking_code(text: str) -> bool:
    """Whether the text is 12 Latin digits with the right check digit."""
    return len(text) == 12 and text.isascii() and text.isdigit() and check_digit(text[:-1]) == text[-1]
