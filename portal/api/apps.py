"""Django app of the portal's api room."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "portal.api"
    label = "portal_api"

    def ready(self) -> None:
        from portal.api import clearing  # noqa: F401  (registers a daily duty)
