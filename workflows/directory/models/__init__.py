"""Tables of people, units, roles held in units, posts, notices and working calendars."""

from workflows.directory.models.calendars import Holiday, WorkingCalendar
from workflows.directory.models.family import FamilyMember
from workflows.directory.models.notices import Notice
from workflows.directory.models.people import Employment, Person
from workflows.directory.models.posts import Post, PostHolder
from workflows.directory.models.roles import RoleHolding
from workflows.directory.models.units import Unit

__all__ = [
    "Employment",
    "FamilyMember",
    "Holiday",
    "Notice",
    "Person",
    "Post",
    "PostHolder",
    "RoleHolding",
    "Unit",
    "WorkingCalendar",
]
