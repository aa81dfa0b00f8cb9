"""ASGI lifespan: starts the in-process job worker with the server and stops it with it."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings

from engine.apps import EngineConfig

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def lifespan(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer the server's start-up and shutdown messages."""
    worker = EngineConfig.new_worker() if settings.KARTABL_EXECUTOR == "inprocess" else None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            if worker:
                worker.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            if worker:
                await sync_to_async(worker.stop)()
            await send({"type": "lifespan.shutdown.complete"})
            return
