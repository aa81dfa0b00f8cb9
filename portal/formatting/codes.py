"""Codes that people read aloud or copy by hand."""

from portal.formatting.numerals import digits

GROUP = 4


def tracking(code: object) -> str:
    """A tracking code in groups of four: ``1234 5678 9012``, in the reader's digits."""
    text = "" if code is None else str(code)
    return digits(" ".join(text[start : start + GROUP] for start in range(0, len(text), GROUP)))


def tracking_in_text(code: object) -> str:
    """The same within a sentence without markup: its groups keep their order in a right-to-left line too."""
    return f"\u2066{tracking(code)}\u2069"
