"""Writes the record of a change of settings, in the transaction of the change itself."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.db.models.fields.files import FieldFile

from engine import clock
from portal.backoffice.models import SettingChange
from workflows.directory.models import Person


def snapshot(thing: Model, names: Iterable[str]) -> dict[str, Any]:
    """The named fields as neutral JSON values; an image as the SHA-256 of its content."""
    return {name: _neutral(getattr(thing, name)) for name in names}


def digest(values: Mapping[str, Any]) -> str:
    """A short fingerprint of a snapshot: equal exactly when nothing was changed in between."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def record(
    person: Person,
    kind: str,
    action: str,
    *,
    subject: object,
    titles: tuple[str, str],
    unit_path: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> SettingChange | None:
    """Write what differs between ``before`` and ``after``; None when a change changed nothing.

    titles: what the thing is called, in Persian and in English.
    """
    old, new = dict(before or {}), dict(after or {})
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if action == SettingChange.Action.CHANGED and not changed:
        return None
    return SettingChange.objects.create(
        at=clock.now(),
        person=person,
        kind=kind,
        action=action,
        subject=str(subject),
        title_fa=titles[0],
        title_en=titles[1] or titles[0],
        unit_path=unit_path,
        before={name: old[name] for name in changed if name in old},
        after={name: new[name] for name in changed if name in new},
    )


def _neutral(value: object) -> Any:
    if isinstance(value, FieldFile):
        return _image_digest(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Model):
        return str(value.pk)
    return value


def _image_digest(image: FieldFile) -> str:
    if not image or not image.storage.exists(image.name):
        return ""
    with image.storage.open(image.name, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()
