"""Django app of the shell shared by every room."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "portal"
    label = "portal"
