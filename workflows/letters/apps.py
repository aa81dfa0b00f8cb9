"""Django app of the letters domain: letters of introduction with one- or two-step approval."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "workflows.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the calculators and the connector."""
        from workflows.letters import calculators, printing  # noqa: F401  (they register their plug-ins)
