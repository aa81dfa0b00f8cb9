"""A typed registry of plug-ins by name."""

from typing import Generic, TypeVar

from engine.errors import NotFound

Plugin = TypeVar("Plugin")


class Registry(Generic[Plugin]):
    """Plug-ins of one kind by their name; registering a name again replaces it (a reloaded module)."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._plugins: dict[str, Plugin] = {}

    def register(self, name: str, plugin: Plugin) -> None:
        self._plugins[name] = plugin

    def get(self, name: str) -> Plugin:
        """The plug-in of that name. Raises NotFound."""
        try:
            return self._plugins[name]
        except KeyError:
            raise NotFound(kind=self.kind, id=name) from None

    def __contains__(self, name: object) -> bool:
        return name in self._plugins

    def names(self) -> list[str]:
        return sorted(self._plugins)
