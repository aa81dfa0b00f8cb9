"""Django app of the portal's api room."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "portal.api"
    label = "portal_api"
