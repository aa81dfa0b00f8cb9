"""A digest of every table that holds something of a case: equal digests, equal state."""

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

LABELS = ("engine", "letters", "catalogue", "directory", "portal_letters", "portal_backoffice")


def fingerprint(*left_out: str) -> dict[str, str]:
    """Digest by table; ``left_out``: model labels ("directory.person") that may change."""
    return {name: digest for name, digest in _digests() if name not in left_out}


def _digests() -> Iterator[tuple[str, str]]:
    for label in LABELS:
        for model in apps.get_app_config(label).get_models():
            yield model._meta.label_lower, _digest(model)


def _digest(model: type[Model]) -> str:
    rows = model._default_manager.order_by("pk").values_list()
    return hashlib.sha256("\n".join(repr([*map(_readable, row)]) for row in rows).encode()).hexdigest()


def _readable(value: object) -> object:
    """PostgreSQL gives binary columns as memory, which prints as its address."""
    return bytes(value) if isinstance(value, memoryview) else value
