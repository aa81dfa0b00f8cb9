"""Django app of the directory domain."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"
