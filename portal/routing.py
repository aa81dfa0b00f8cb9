"""WebSocket addresses."""

from django.urls import URLPattern, path

from portal.consumers import CaseConsumer, InboxConsumer

websocket_urlpatterns: list[URLPattern] = [
    path("ws/inbox", InboxConsumer.as_asgi()),
    path("ws/inbox/<int:task_id>", CaseConsumer.as_asgi()),
]
