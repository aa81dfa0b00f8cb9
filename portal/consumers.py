"""Live pages: an inbox hears that it changed, a case page hears who else looks at it.

Only "look again" and names travel, never data of a case; what may be seen is decided on reload.
"""

from typing import Any

from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.utils import translation

from engine import queries
from engine.errors import NotFound
from engine.plugins import directory
from portal.inbox.live import case_group, person_group, role_group

UNAUTHENTICATED, NOT_FOUND = 4401, 4404


class InboxConsumer(AsyncJsonWebsocketConsumer):
    """Sends ``{"type": "changed"}`` whenever something in the person's reach was moved by somebody else."""

    groups: list[str]

    async def connect(self) -> None:
        user = self.scope["user"]
        await self.accept()  # a socket closed before that reaches the browser without its code
        if not user.is_authenticated:
            await self.close(UNAUTHENTICATED)
            return
        self.person_id = str(user.pk)
        self.joined = await self._groups()
        for group in self.joined:
            await self.channel_layer.group_add(group, self.channel_name)

    async def disconnect(self, code: int) -> None:
        for group in getattr(self, "joined", ()):
            await self.channel_layer.group_discard(group, self.channel_name)

    async def inbox_changed(self, event: dict[str, Any]) -> None:
        """A case above or in the person's units moved; the own doing is no news."""
        if event["by"] != self.person_id:
            await self.send_json({"type": "changed", "key": event["key"]})

    @database_sync_to_async
    def _groups(self) -> list[str]:
        holdings = directory.current().holdings(self.person_id)
        return [person_group(self.person_id), *(role_group(role, unit) for role, unit in sorted(holdings))]


class CaseConsumer(AsyncJsonWebsocketConsumer):
    """Sends ``{"type": "presence", "names": […]}`` of the others on the page, and ``changed`` when the case moves."""

    async def connect(self) -> None:
        user = self.scope["user"]
        await self.accept()
        if not user.is_authenticated:
            await self.close(UNAUTHENTICATED)
            return
        self.person_id, self.others = str(user.pk), {}
        self.group = await self._visible_case()
        if not self.group:
            await self.close(NOT_FOUND)
            return
        self.name = await sync_to_async(user.full_name)(user.language)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self._tell("case.arrived")

    async def disconnect(self, code: int) -> None:
        if getattr(self, "group", ""):
            await self.channel_layer.group_discard(self.group, self.channel_name)
            await self._tell("case.left")

    async def case_arrived(self, event: dict[str, Any]) -> None:
        """Somebody opened the page: note it and answer who is here."""
        await self.case_here(event)
        if event["channel"] != self.channel_name:
            await self.channel_layer.send(event["channel"], {**self._card(), "type": "case.here"})

    async def case_here(self, event: dict[str, Any]) -> None:
        if event["person"] != self.person_id:
            self.others[event["channel"]] = event["name"]
            await self._show()

    async def case_left(self, event: dict[str, Any]) -> None:
        if self.others.pop(event["channel"], None) is not None:
            await self._show()

    async def inbox_changed(self, event: dict[str, Any]) -> None:
        if event["by"] != self.person_id:
            await self.send_json({"type": "changed"})

    def _card(self) -> dict[str, Any]:
        return {"channel": self.channel_name, "person": self.person_id, "name": self.name}

    async def _tell(self, kind: str) -> None:
        await self.channel_layer.group_send(self.group, {**self._card(), "type": kind})

    async def _show(self) -> None:
        await self.send_json({"type": "presence", "names": sorted(set(self.others.values()))})

    @database_sync_to_async
    def _visible_case(self) -> str:
        """The case's group, empty when the person may not see it; a starter is not told who reads."""
        with translation.override(None):
            try:
                task = queries.user_task(self.scope["url_route"]["kwargs"]["task_id"], by=self.person_id)
            except NotFound:
                return ""
        return "" if task.instance.started_by == self.person_id else case_group(task.instance.pk)
