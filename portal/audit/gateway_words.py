"""Why a gateway went which way: each condition asked, read in words, with its answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from engine.feel.codec import from_json_tagged
from portal.audit.steps import step, way
from portal.audit.variable_labels import label_of
from portal.formatting import digits
from portal.inbox.outcomes import outcome

_EQUALITY = re.compile(r'\s*(?P<name>[\w.]+)\s*=\s*(?:"(?P<text>[^"]*)"|(?P<number>\d+))\s*')


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition: where it would lead, how it reads, the FEEL text, and whether it held (None: no answer)."""

    way: str
    reading: str
    condition: str
    held: bool | None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A gateway's decision; ``is_default``: no condition held."""

    gateway: str
    way: str
    asked: list[Asked]
    is_default: bool


def decision_view(process: Any, event: Mapping[str, Any]) -> DecisionView:
    """A GatewayDecided event in words; of erased data only the gateway remains (``way`` is empty)."""
    asked = [_asked(process, item) for item in from_json_tagged(event.get("explanation")) or []]
    taken = str(event.get("flow") or "")
    return DecisionView(
        gateway=step(process, event.get("node")),
        way=way(process, taken) if taken else "",
        asked=asked,
        is_default=bool(asked) and not any(item.held for item in asked),
    )


def reading_of(condition: str) -> str:
    """``outcome = "approve"`` → "Decision is Approve"; "" for what is not that simple."""
    match = _EQUALITY.fullmatch(condition)
    if match is None:
        return ""
    text = match["text"]
    value = digits(match["number"]) if text is None else str(outcome(text).choice)
    return _("%(name)s is “%(value)s”") % {"name": label_of(match["name"]), "value": value}


def _asked(process: Any, item: Mapping[str, Any]) -> Asked:
    condition, value = str(item.get("condition") or ""), item.get("value")
    return Asked(
        way=way(process, str(item.get("flow") or "")),
        reading=reading_of(condition),
        condition=condition,
        held=value if isinstance(value, bool) else None,
    )
