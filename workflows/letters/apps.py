"""Django app of the letters domain."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"
