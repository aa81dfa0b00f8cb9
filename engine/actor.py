"""Who gives a command. ``None`` in place of an Actor means the system itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """A person giving commands.

    id: the directory's person id, as text. acting_for: the id of the person this one
    stands in for, if any. channel: where the command came from ("web", "api", "system", "test").
    """

    id: str
    acting_for: str | None = None
    channel: str = "web"
