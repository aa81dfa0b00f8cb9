"""The proof of a history in words: how much was checked, intact or which entry is broken and how."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.formatting import digits, number

REASONS = {
    "its data are gone without an order": gettext_lazy("its data are gone without an order"),
    "all its entries are gone": gettext_lazy("all entries are gone"),
    "it was anchored, and is gone": gettext_lazy("the case was anchored, and is gone"),
    "the case is gone, its entries are not": gettext_lazy("the case itself is gone, its entries are not"),
    "the last entry was deleted": gettext_lazy("the last entry was deleted"),
    "the case does not end with this entry": gettext_lazy("the case does not end with this entry"),
    "the entry was deleted": gettext_lazy("the entry was deleted"),
    "its metadata do not match its hash": gettext_lazy("who, when or what was changed afterwards"),
    "it does not follow the entry before it": gettext_lazy(
        "it does not follow the entry before it: the order was changed"
    ),
    "its columns differ from its metadata": gettext_lazy("who, when or what was changed afterwards"),
    "its data were changed": gettext_lazy("its data were changed afterwards"),
    "the entry was anchored, and is gone": gettext_lazy("the entry was anchored, and is gone"),
    "its hash differs from the anchored one": gettext_lazy("it is not the entry that was anchored"),
    "its leaves do not give its Merkle root": gettext_lazy("its content was changed"),
    "it does not follow the anchor before it: one was removed or changed": gettext_lazy(
        "an anchor before it was removed or changed"
    ),
    "its signature is not ours": gettext_lazy("its signature is not ours"),
    "it differs from its exported file": gettext_lazy("it differs from its exported file"),
    "the anchor was exported, and is gone from the database": gettext_lazy(
        "it was exported, and is gone from the database"
    ),
}


@dataclass(frozen=True, slots=True)
class ChainView:
    """``faults``: (entry number or None, sentence); ``summary``: one sentence for the seal."""

    is_intact: bool
    summary: str
    faults: list[tuple[int | None, str]]
    erased: dict[int, str]


def chain_view(found: Any) -> ChainView:
    """The verification of one case."""
    faults = [(fault.seq, fault_text(fault)) for fault in found.faults]
    count = {"count": number(found.entries)}
    if not faults:
        summary = ngettext("%(count)s entry, intact", "%(count)s entries, intact", found.entries) % count
    else:
        summary = ngettext("%(count)s entry, broken", "%(count)s entries, broken", found.entries) % count
    return ChainView(not faults, summary, faults, {seq: order for _root, seq, order in found.erased})


def fault_text(fault: Any) -> str:
    """One broken place: which entry, and what is wrong with it."""
    place, reason = _place_and_reason(fault)
    words = str(REASONS.get(reason) or _("it was changed afterwards"))
    return _("%(place)s: %(reason)s.") % {"place": place, "reason": words}


def _place_and_reason(fault: Any) -> tuple[str, str]:
    if fault.root_id is None:
        day, _colon, reason = fault.reason.partition(": ")
        return _("The anchor of %(day)s") % {"day": digits(day)}, reason
    if fault.seq is None:
        return _("The case"), fault.reason
    return _("Entry %(number)s") % {"number": number(fault.seq)}, fault.reason
