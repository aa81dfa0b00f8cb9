"""Django app of the portal's accounts room."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "portal.accounts"
    label = "portal_accounts"
