"""ASGI lifespan: system checks, then the in-process job worker, started and stopped with the server."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.checks import run_checks

from engine.apps import EngineConfig

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def lifespan(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answer the server's start-up and shutdown messages."""
    worker = EngineConfig.new_worker() if settings.KARTABL_EXECUTOR == "inprocess" else None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            errors = await sync_to_async(_check_errors)()
            if errors:
                await send({"type": "lifespan.startup.failed", "message": "\n".join(errors)})
                return
            if worker:
                worker.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            if worker:
                await sync_to_async(worker.stop)()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _check_errors() -> list[str]:
    """What Django's system checks find wrong; the server itself would not run them."""
    return [str(message) for message in run_checks() if message.is_serious()]
