"""Django app of the portal's inbox room."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "portal.inbox"
    label = "portal_inbox"

    def ready(self) -> None:
        """Open pages hear of changes."""
        from engine.signals import inbox_changed
        from portal.inbox.live import tell_pages

        inbox_changed.connect(tell_pages, dispatch_uid="portal.inbox.live", weak=False)
