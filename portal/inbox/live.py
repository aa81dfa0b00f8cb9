"""Tells open pages that an inbox or a case has changed: from the engine's signal to channel groups."""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from engine.plugins import directory

log = logging.getLogger("portal.inbox.live")


def role_group(role: str, unit_path: str) -> str:
    """The group of those who hold the role in exactly that unit; names are hashed to what channels allow."""
    return "inbox." + hashlib.sha256(f"{role}\n{unit_path}".encode()).hexdigest()[:40]


def person_group(person_id: str) -> str:
    """The group of one person's pages."""
    return "person." + hashlib.sha256(person_id.encode()).hexdigest()[:40]


def case_group(instance_id: int) -> str:
    """The group of the pages that show one case."""
    return f"case.{instance_id}"


def tell_pages(
    *, instance: int, unit_path: str, roles: Iterable[str], persons: Iterable[str], by: str, **_signal: Any
) -> None:
    """Receiver of ``engine.signals.inbox_changed``. A dead channel layer costs the live bar, nothing else.

    The in-memory layer knows its groups: with no page open there is nothing to do.
    """
    layer = get_channel_layer()
    if layer is None or getattr(layer, "groups", None) == {}:
        return
    key = str(instance)
    message = {"type": "inbox.changed", "key": hashlib.sha256(key.encode()).hexdigest()[:12], "by": by}
    groups = [case_group(instance), *map(person_group, sorted(persons)), *_role_groups(unit_path, roles)]
    try:
        async_to_sync(_send)(layer, groups, message)
    except (OSError, RuntimeError) as error:
        log.warning("Open pages were not told of a change: %s", error)


def _role_groups(unit_path: str, roles: Iterable[str]) -> Iterator[str]:
    for role in sorted(roles):
        for unit in directory.ancestors(unit_path):
            yield role_group(role, unit)


async def _send(layer: Any, groups: list[str], message: dict[str, Any]) -> None:
    for group in groups:
        await layer.group_send(group, message)
