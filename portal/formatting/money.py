"""Amounts in rials: grouped, and the toman amount in words."""

from decimal import Decimal

from django.utils.translation import gettext as _
from persiantools import digits as persian

from portal.formatting.numerals import number
from portal.formatting.reader import language

RIALS_A_TOMAN = 10


def money(rials: object) -> str:
    """``۴٬۵۰۰٬۰۰۰ ریال``; empty for an empty value."""
    if rials is None or rials == "":
        return ""
    return _("%(amount)s rials") % {"amount": number(rials)}


def money_words(rials: object) -> str:
    """The amount in tomans, in words for Persian readers: ``چهارصد و پنجاه هزار تومان``."""
    if rials is None or rials == "":
        return ""
    tomans = Decimal(str(rials)) / RIALS_A_TOMAN
    if language() == "fa" and tomans == tomans.to_integral_value():
        return _("%(amount)s tomans") % {"amount": persian.to_word(int(tomans))}
    return _("%(amount)s tomans") % {"amount": number(tomans.normalize())}
