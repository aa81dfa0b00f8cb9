"""Django app of the directory domain: people, units, roles, posts, working calendars."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class Config(AppConfig):
    name = "workflows.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer the engine's questions, offer the look-up and the connector, watch the holdings."""
        from engine.plugins import directory
        from workflows.directory import notify, records  # noqa: F401  (they register their plug-ins)
        from workflows.directory.holdings import forget_holdings
        from workflows.directory.port import PeopleDirectory

        directory.register(PeopleDirectory())
        for sender in ("Person", "RoleHolding", "Unit"):
            for signal in (post_save, post_delete):
                signal.connect(
                    forget_holdings, sender=self.get_model(sender), dispatch_uid=f"forget-{sender}"
                )
