"""Whole numbers in attributes of BPMN: how many tokens, how many rounds."""

MAX_QUANTITY = 1000
MAX_ROUNDS = 10**9
_LONGEST = 12  # digits; Python refuses to read thousands of them


def whole_number(text: str, lowest: int, highest: int) -> int | None:
    """The number, None when the text is none or lies outside."""
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST):
        return None
    return int(text) if lowest <= int(text) <= highest else None
