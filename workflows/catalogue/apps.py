"""Django app of the catalogue domain: what units offer, and the orders made on it."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Guard the start of offered processes."""
        from workflows.catalogue import orders  # noqa: F401  (it registers guard and hook)
