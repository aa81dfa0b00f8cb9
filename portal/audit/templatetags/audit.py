"""``{% load audit %}``: lengths of time in words, and what a table of differences needs."""

from collections.abc import Iterable
from datetime import timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.formatting import digits

register = template.Library()


@register.simple_tag
def has_before(lines: Iterable[object]) -> bool:
    """Whether any of the values was there before; else its column is left out."""
    return any(getattr(line, "before", "") for line in lines)


@register.filter
def duration(value: timedelta | None) -> str:
    """``2 days and 3 hours``: the two largest units; empty for nothing."""
    if value is None:
        return ""
    minutes = int(value.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        ngettext("%(count)s day", "%(count)s days", days) % {"count": digits(days)} if days else "",
        ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": digits(hours)} if hours else "",
        ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": digits(minutes)}
        if minutes
        else "",
    ]
    shown = [part for part in parts if part][:2]
    if not shown:
        return _("less than a minute")
    return (
        shown[0]
        if len(shown) == 1
        else _("%(first)s and %(second)s") % {"first": shown[0], "second": shown[1]}
    )
