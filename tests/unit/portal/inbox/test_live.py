"""Live pages: who is told of a change, who is seen on a case page, who hears nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from engine import api
from portal.routing import websocket_urlpatterns
from tests.factories.directory import make_officer
from tests.scenarios.letters.office import Office, actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(transactional_db: None) -> Office:
    call_command("deploy_definitions", verbosity=0)
    return Office()


class Socket(ApplicationCommunicator):
    """An open page; channels' own communicator would need Daphne."""

    def __init__(self, user: Any, path: str) -> None:
        scope = {"type": "websocket", "path": path, "headers": [], "subprotocols": [], "user": user}
        super().__init__(URLRouter(websocket_urlpatterns), scope)

    async def hears(self) -> dict[str, Any] | None:
        """The next message, None when nothing comes."""
        if await self.receive_nothing(timeout=0.3):
            return None
        return json.loads((await self.receive_output())["text"])


@asynccontextmanager
async def page(user: Any, path: str) -> AsyncIterator[Socket]:
    """The person opens a page and leaves it."""
    socket = Socket(user, path)
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output())["type"] == "websocket.accept"
    await asyncio.sleep(0.2)  # it joins its groups after the handshake
    try:
        yield socket
    finally:
        await socket.send_input({"type": "websocket.disconnect", "code": 1001})
        await socket.wait()


async def test_an_open_inbox_hears_of_a_new_request_in_its_reach(office: Office) -> None:
    stranger = await sync_to_async(make_officer)(office.units["rey"], "letters.expert")
    async with page(office.expert, "/ws/inbox") as mine, page(stranger, "/ws/inbox") as other:
        await sync_to_async(office.request)(office.loan)
        assert (await mine.hears() or {}).get("type") == "changed"
        assert await other.hears() is None


async def test_the_own_doing_is_no_news_but_that_of_a_colleague_is(office: Office) -> None:
    case = await sync_to_async(office.request)(office.loan)
    task = await sync_to_async(office.waiting)(case)
    async with page(office.expert, "/ws/inbox") as mine, page(office.expert2, "/ws/inbox") as colleague:
        await sync_to_async(api.claim)(task.pk, by=actor(office.expert))
        assert (await colleague.hears() or {}).get("type") == "changed"
        assert await mine.hears() is None


async def test_two_on_one_case_see_each_other_until_one_leaves(office: Office) -> None:
    case = await sync_to_async(office.request)(office.loan)
    path = f"/ws/inbox/{(await sync_to_async(office.waiting)(case)).pk}"
    async with page(office.expert, path) as first:
        async with page(office.expert2, path) as second:
            assert await first.hears() == {"type": "presence", "names": [office.expert2.full_name("fa")]}
            assert await second.hears() == {"type": "presence", "names": [office.expert.full_name("fa")]}
        assert await first.hears() == {"type": "presence", "names": []}


async def test_an_open_case_page_hears_that_the_case_moved(office: Office) -> None:
    case = await sync_to_async(office.request)(office.loan)
    path = f"/ws/inbox/{(await sync_to_async(office.waiting)(case)).pk}"
    async with page(office.expert2, path) as socket:
        await sync_to_async(office.decide)(case, office.expert, "approve")
        assert await socket.hears() == {"type": "changed"}


@pytest.mark.parametrize("who", ["stranger", "applicant", "nobody"])
async def test_who_may_not_see_the_case_is_turned_away(office: Office, who: str) -> None:
    case = await sync_to_async(office.request)(office.loan)
    path = f"/ws/inbox/{(await sync_to_async(office.waiting)(case)).pk}"
    users = SimpleNamespace(
        stranger=await sync_to_async(make_officer)(office.units["rey"], "letters.expert"),
        applicant=office.teacher,
        nobody=AnonymousUser(),
    )
    async with page(getattr(users, who), path) as socket:
        closed = await socket.receive_output(timeout=1)
        assert closed["type"] == "websocket.close"
        assert closed["code"] in (4401, 4404)
