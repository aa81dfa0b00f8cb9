"""Django app of the portal's backoffice room."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "portal.backoffice"
    label = "portal_backoffice"
