"""Django app of the portal's audit room."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "portal.audit"
    label = "portal_audit"
