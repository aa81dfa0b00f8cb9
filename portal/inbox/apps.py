"""Django app of the portal's inbox room."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "portal.inbox"
    label = "portal_inbox"
