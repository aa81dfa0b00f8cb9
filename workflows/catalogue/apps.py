"""Django app of the catalogue domain."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
