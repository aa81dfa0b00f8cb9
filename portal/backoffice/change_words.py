"""Recorded changes of settings in words: names of the fields, values as the reader reads them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from portal.accounts.role_titles import role_title
from portal.backoffice.models import SettingChange
from portal.formatting import day, digits, moment, money, number
from portal.formatting.reader import language
from workflows.directory.models import Person, Unit

LABELS = {
    "name_fa": gettext_lazy("Name in Persian"),
    "name_en": gettext_lazy("Name in English"),
    "fund_reserve_minimum": gettext_lazy("Minimum fund reserve (rials)"),
    "letter_prefix": gettext_lazy("Letter prefix"),
    "first_letter_number": gettext_lazy("First letter number of a year"),
    "stamp": gettext_lazy("Stamp image"),
    "active": gettext_lazy("Open"),
    "kind": gettext_lazy("Kind"),
    "title_fa": gettext_lazy("Title in Persian"),
    "title_en": gettext_lazy("Title in English"),
    "person": pgettext_lazy("of a post", "Holder"),
    "from_date": gettext_lazy("From"),
    "to_date": gettext_lazy("Until"),
    "signature": gettext_lazy("Signature image"),
    "role": gettext_lazy("Role"),
    "unit": gettext_lazy("Unit"),
    "ends_at": gettext_lazy("Ends"),
    "summary_fa": gettext_lazy("Summary in Persian"),
    "summary_en": gettext_lazy("Summary in English"),
    "preview_fa": gettext_lazy("Explanation in Persian"),
    "preview_en": gettext_lazy("Explanation in English"),
    "form_key": gettext_lazy("Form"),
    "letter_key": pgettext_lazy("document", "Letter"),
    "enabled": gettext_lazy("Offered"),
    "opens_at": gettext_lazy("Opens"),
    "closes_at": gettext_lazy("Closes"),
    "total_limit": gettext_lazy("Places in all"),
    "per_person_limit": gettext_lazy("Places per person"),
    "ceilings": gettext_lazy("Ceilings"),
    "paper_size": gettext_lazy("Paper size"),
    "approval_steps": gettext_lazy("Approval steps"),
    "print_stamp": gettext_lazy("Print the stamp"),
    "print_signature": gettext_lazy("Print the signature"),
    "audience": gettext_lazy("Meant for"),
    "validity_days": gettext_lazy("Valid for (days)"),
    "addressee_fa": gettext_lazy("Addressee in Persian"),
    "addressee_en": gettext_lazy("Addressee in English"),
    "copies_to": gettext_lazy("Copies to"),
    "tracking_code": gettext_lazy("Tracking code"),
    "node": gettext_lazy("Step"),
    "code": gettext_lazy("Code"),
    "one_time_until": gettext_lazy("One-time password, valid until"),
    "locked": gettext_lazy("Locked after wrong passwords"),
}
KINDS = {
    SettingChange.Kind.UNIT: (gettext_lazy("Unit"), "backoffice"),
    SettingChange.Kind.POST: (gettext_lazy("Post"), "user"),
    SettingChange.Kind.ROLE: (gettext_lazy("Role of a person"), "lock"),
    SettingChange.Kind.ACCOUNT: (gettext_lazy("Account of a person"), "user"),
    SettingChange.Kind.OFFERING: (gettext_lazy("Service"), "services"),
    SettingChange.Kind.INCIDENT: (gettext_lazy("Technical fault"), "warning"),
}
ACTIONS = {
    SettingChange.Action.CREATED: gettext_lazy("added"),
    SettingChange.Action.CHANGED: gettext_lazy("changed"),
    SettingChange.Action.ENDED: gettext_lazy("ended"),
    SettingChange.Action.RETRIED: gettext_lazy("tried again"),
}
CHOICES = {
    "active": gettext_lazy("Employed people"),
    "retired": gettext_lazy("Retired people"),
    "all": gettext_lazy("Everybody"),
    "chief_manager": pgettext_lazy("post", "Chief manager"),
    "other": gettext_lazy("Another post"),
}


def lines(change: SettingChange) -> list[tuple[str, str, str]]:
    """(field, before, after) of every changed field, in words."""
    names = {**change.before, **change.after}
    return [
        (
            str(LABELS.get(name, name)),
            _text(name, change.before.get(name)),
            _text(name, change.after.get(name)),
        )
        for name in names
    ]


def kind_title(change: SettingChange) -> str:
    return str(KINDS[SettingChange.Kind(change.kind)][0])


def action_title(change: SettingChange) -> str:
    return str(ACTIONS[SettingChange.Action(change.action)])


def _text(name: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _FORMATS.get(name, digits)(value)


def _person(key: Any) -> str:
    found = Person.objects.filter(pk=int(key)).first()
    return found.full_name(language()) if found else ""


def _unit(path: Any) -> str:
    found = Unit.objects.filter(path=path).first()
    return found.name(language()) if found else str(path)


def _image(fingerprint: Any) -> str:
    return _("image %(fingerprint)s") % {"fingerprint": str(fingerprint)[:8]}


def _amounts(values: Any) -> str:
    return pgettext("between the items of a list", ", ").join(money(value) for value in values)


_FORMATS: dict[str, Callable[[Any], str]] = {
    "fund_reserve_minimum": money,
    "first_letter_number": number,
    "stamp": _image,
    "signature": _image,
    "kind": lambda value: str(CHOICES.get(value, value)),
    "audience": lambda value: str(CHOICES.get(value, value)),
    "person": _person,
    "unit": _unit,
    "role": role_title,
    "from_date": day,
    "to_date": day,
    "ends_at": moment,
    "one_time_until": moment,
    "opens_at": moment,
    "closes_at": moment,
    "ceilings": _amounts,
    "form_key": str,
    "letter_key": str,
    "copies_to": str,
}
