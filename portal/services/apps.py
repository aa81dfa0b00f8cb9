"""Django app of the portal's services room."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "portal.services"
    label = "portal_services"
