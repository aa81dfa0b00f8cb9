"""Addresses of uploaded files in the read-only view of a form."""

from django import template

register = template.Library()


@register.filter
def with_ref(address: str, ref: str) -> str:
    """The address with the file's reference in the place of ``REF``."""
    return address.replace("REF", ref)
