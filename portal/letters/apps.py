"""Django app of the portal's letters room."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "portal.letters"
    label = "portal_letters"
