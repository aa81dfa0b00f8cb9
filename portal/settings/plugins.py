"""Plug-in packages from outside of Kartabl: Django apps named by the environment or by installed packages."""

import os
from importlib.metadata import entry_points

GROUP = "kartabl.plugins"


def plugin_apps() -> list[str]:
    """Dotted paths for INSTALLED_APPS: KARTABL_PLUGINS (comma-separated), then the entry points of the group.

    ``KARTABL_PLUGINS=none`` leaves installed packages out as well.
    """
    named = [name.strip() for name in os.environ.get("KARTABL_PLUGINS", "").split(",") if name.strip()]
    if named == ["none"]:
        return []
    installed = sorted(point.value.replace(":", ".") for point in entry_points(group=GROUP))
    return list(dict.fromkeys([*named, *installed]))
