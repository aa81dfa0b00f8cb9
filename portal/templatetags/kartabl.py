"""``{% load kartabl %}``: values in the reader's calendar, digits and language; icons."""

from collections.abc import Mapping

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from engine.errors import EngineError
from engine.plugins import directory
from portal import formatting
from portal.errors import message_for
from portal.formatting.reader import language

register = template.Library()
register.filter("digits", formatting.digits)
register.filter("number", formatting.number)
register.filter("money", formatting.money)
register.filter("money_words", formatting.money_words)
register.filter("since", formatting.since)
register.filter("day", formatting.day)
register.filter("moment", formatting.moment)


@register.filter
def tracking(code: object) -> SafeString:
    """The code in groups of four, as a left-to-right island."""
    return ltr(formatting.tracking(code))


@register.filter
def ltr(value: object) -> SafeString:
    """A code, id, phone number or plate that reads left to right on every page."""
    return format_html('<bdi dir="ltr" class="code">{}</bdi>', "" if value is None else value)


@register.filter
def person_name(person: object) -> str:
    """The name of a Person, or of the person with this id, in the reader's language."""
    if person is None or person == "":
        return ""
    full_name = getattr(person, "full_name", None)
    return full_name(language()) if callable(full_name) else directory.current().display_name(str(person))


@register.filter
def localized(value: object, name: str = "name") -> str:
    """``title_fa`` or ``title_en`` of an object or dict by the language; Persian where the other is empty."""
    method = getattr(value, name, None)
    if callable(method):
        return str(method(language()))
    return str(_field(value, f"{name}_{language()}") or _field(value, f"{name}_fa") or "")


@register.filter
def explain(error: EngineError) -> str:
    """What the error means and what to do, in the reader's language."""
    return message_for(error)


@register.simple_tag
def when(value: object) -> SafeString:
    """``<time>`` with the moment in short and the exact instant for machines."""
    if not value:
        return SafeString()
    exact = value.isoformat() if hasattr(value, "isoformat") else value
    return format_html(
        '<time datetime="{}" class="nowrap">{}</time>', exact, formatting.moment(value, "short")
    )


@register.simple_tag
def icon(name: str, *, flip: bool = False, large: bool = False, label: str = "") -> SafeString:
    """A drawing of ``assets/icons``; decorative unless labelled. ``flip`` mirrors it right-to-left."""
    classes = " ".join(["icon", *(["icon--flip"] if flip else []), *(["icon--large"] if large else [])])
    role = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" {}><use href="{}#{}"></use></svg>',
        classes,
        role,
        static("dist/icons.svg"),
        name,
    )


@register.simple_block_tag
def capture(content: str) -> SafeString:
    """``{% capture as name %}…{% endcapture %}``: lets the shell see whether a page filled a block."""
    return SafeString(content.strip())


def _field(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
