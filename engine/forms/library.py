"""Finds forms: deployed versions first, else the definitions shipped on disk."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from engine.errors import NotFound
from engine.forms.form_definition import FormDefinition
from engine.models import Artifact


def get_form(key: str, version: int | None = None) -> FormDefinition:
    """A deployed form, the newest without a version; a form never deployed comes from its file.

    key: ``bank_loan`` or, with its domain, ``letters/bank_loan``. Raises NotFound, DefinitionError.
    """
    deployed = Artifact.objects.filter(kind=Artifact.Kind.FORM, key__in={key, key.rpartition("/")[2]})
    if version is not None:
        deployed = deployed.filter(version=version)
    content = deployed.order_by("-version").values_list("content", flat=True).first()
    if content is None and version is None:
        content = _shipped(key)
    if content is None:
        raise NotFound(kind="form", id=key if version is None else f"{key} v{version}")
    return load_form(content)


@lru_cache(maxsize=256)
def load_form(content: str) -> FormDefinition:
    """The form of a JSON text, read once per process. Raises DefinitionError."""
    return FormDefinition.load(json.loads(content))


def shipped_forms() -> list[Path]:
    """The files of all shipped forms."""
    return sorted(Path(settings.KARTABL_FORM_DEFINITIONS).glob("*/*.json"))


def _shipped(key: str) -> str | None:
    domain, _, name = key.rpartition("/")
    for path in shipped_forms():
        if path.stem == name and domain in ("", path.parent.name):
            return path.read_text(encoding="utf-8")
    return None
