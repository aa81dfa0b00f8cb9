"""Django app of the directory domain: people, units, roles, posts, working calendars."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class Config(AppConfig):
    name = "workflows.directory"
    label = "directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer the engine's questions, offer the look-up and the connector, watch for changes."""
        from engine.plugins import directory
        from workflows.directory import notify, records  # noqa: F401  (they register their plug-ins)
        from workflows.directory.port import PeopleDirectory
        from workflows.directory.remembering import forget

        directory.register(PeopleDirectory())
        for model in self.get_models():
            for signal in (post_save, post_delete):
                signal.connect(forget, sender=model, dispatch_uid=f"forget-{model.__name__}")
