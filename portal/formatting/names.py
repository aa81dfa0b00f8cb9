"""Names of the months of both calendars."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.formatting.reader import JALALI

JALALI_MONTHS = (
    _("Farvardin"),
    _("Ordibehesht"),
    _("Khordad"),
    _("Tir"),
    _("Mordad"),
    _("Shahrivar"),
    _("Mehr"),
    _("Aban"),
    _("Azar"),
    _("Dey"),
    _("Bahman"),
    _("Esfand"),
)
GREGORIAN_MONTHS = (
    pgettext_lazy("Gregorian month", "January"),
    pgettext_lazy("Gregorian month", "February"),
    pgettext_lazy("Gregorian month", "March"),
    pgettext_lazy("Gregorian month", "April"),
    pgettext_lazy("Gregorian month", "May"),
    pgettext_lazy("Gregorian month", "June"),
    pgettext_lazy("Gregorian month", "July"),
    pgettext_lazy("Gregorian month", "August"),
    pgettext_lazy("Gregorian month", "September"),
    pgettext_lazy("Gregorian month", "October"),
    pgettext_lazy("Gregorian month", "November"),
    pgettext_lazy("Gregorian month", "December"),
)


def month_name(calendar: str, month: int) -> str:
    """The name of the month (from 1) in the reader's language."""
    names = JALALI_MONTHS if calendar == JALALI else GREGORIAN_MONTHS
    return str(names[month - 1])
