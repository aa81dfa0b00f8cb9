"""What every page of the shell needs: the rooms a person sees, unread notices, language and calendar."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from engine.plugins import directory
from portal.formatting.reader import calendar
from workflows.directory import role_names as roles

EVERYONE = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class Room:
    """A part of the portal: the URL namespace it lives in and the roles that open it."""

    key: str
    title: object
    icon: str
    roles: frozenset[str]

    @property
    def url(self) -> str | None:
        """Its first page; None where this installation does not mount the room."""
        try:
            return reverse(self.key if ":" in self.key else f"{self.key}:home")
        except NoReverseMatch:
            return None

    def is_open_to(self, held: Iterable[str]) -> bool:
        return self.roles == EVERYONE or not self.roles.isdisjoint(held)


ROOMS = (
    Room("services", pgettext_lazy("room", "Services"), "services", EVERYONE),
    Room(
        "inbox",
        pgettext_lazy("room", "Inbox"),
        "inbox",
        frozenset({roles.LETTERS_EXPERT, roles.LETTERS_CHIEF}),
    ),
    Room(
        "letters",
        pgettext_lazy("room", "Letters"),
        "letter",
        frozenset({roles.LETTERS_MANAGER, roles.LETTERS_EXPERT, roles.LETTERS_CHIEF}),
    ),
    Room("studio", pgettext_lazy("room", "Studio"), "studio", frozenset({roles.STUDIO_ADMINISTRATOR})),
    Room("audit", pgettext_lazy("room", "Audit"), "audit", frozenset({roles.AUDITOR})),
    Room(
        "backoffice",
        pgettext_lazy("room", "Back office"),
        "backoffice",
        frozenset(
            {roles.FORMS_MANAGER, roles.USERS_MANAGER, roles.UNITS_MANAGER, roles.STUDIO_ADMINISTRATOR}
        ),
    ),
)
MY_REQUESTS = Room("services:requests", pgettext_lazy("room", "My requests"), "list", EVERYONE)
CALENDAR_NAMES = (("jalali", _("Solar Hijri")), ("gregorian", _("Gregorian")))


def rooms_of(person_id: str) -> list[Room]:
    """The mounted rooms that the person's present roles open; who has one room sees its parts instead."""
    held = {role for role, _unit in directory.current().holdings(person_id)}
    rooms = [room for room in ROOMS if room.is_open_to(held) and room.url]
    return [*rooms, MY_REQUESTS] if len(rooms) == 1 and MY_REQUESTS.url else rooms


def shell(request: HttpRequest) -> dict[str, object]:
    """Context processor; works without session and user (error pages)."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    match = getattr(request, "resolver_match", None)
    rooms = rooms_of(str(user.pk)) if signed_in else []
    return {
        "rooms": rooms,
        "room": _current_room(match.view_name) if match else "",
        "unread_notices": SimpleLazyObject(lambda: _unread(user)) if signed_in else 0,
        "reader_calendar": calendar(),
        "calendars": CALENDAR_NAMES,
        "languages": settings.LANGUAGES,
        "shows_style_guide": settings.KARTABL_DEMO and any(room.roles != EVERYONE for room in rooms),
        "idle_seconds": settings.KARTABL_IDLE_MINUTES * 60,
    }


def _current_room(view_name: str) -> str:
    return MY_REQUESTS.key if view_name == MY_REQUESTS.key else view_name.split(":")[0]


def _unread(user: object) -> int:
    return user.notices.filter(read_at=None).count()
