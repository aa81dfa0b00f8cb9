"""What a section of the back office is: its addresses, its role, its place in the menu (decision 0080)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from viewflow.urls import AppMenuMixin, Viewset

from workflows.directory.access import units_with_role
from workflows.directory.models import Person

View = Callable[..., HttpResponse]


class Section(AppMenuMixin, Viewset):
    """Pages as (route, view, name); every one of them is a 404 to who does not hold ``role`` anywhere.

    The reach within the role is the view's own business: it asks ``units_reached``.
    """

    role = ""
    lead: object = ""
    symbol = "list"
    pages: tuple[tuple[str, View, str], ...] = ()

    @property
    def urlpatterns(self) -> list[URLPattern]:
        return [path(route, guarded(view, self.role), name=name) for route, view, name in self.pages]

    def has_view_permission(self, user: Person, obj: object = None) -> bool:
        return bool(units_with_role(str(user.pk), self.role))

    @property
    def url(self) -> str:
        return str(self.reverse(self.pages[0][2]))


def guarded(view: View, role: str) -> View:
    """The view for signed-in holders of the role; to others the page does not exist."""

    @login_required
    @wraps(view)
    def open_to_holders(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not units_with_role(str(request.user.pk), role):
            raise Http404
        return view(request, *args, **kwargs)

    return open_to_holders


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the back office with the menu of the sections the reader may open."""
    match = request.resolver_match
    current = match.namespaces[1] if match and len(match.namespaces) > 1 else ""
    tabs = [
        {"title": section.title, "url": section.url, "current": section.app_name == current}
        for section in open_sections(request.user)
    ]
    return render(request, template, {"sections": tabs, **(context or {})}, status=status)


def open_sections(user: Person) -> list[Section]:
    """The sections that the person's roles open, in the order of the menu."""
    from portal.backoffice.urls import back_office

    return [section for section in back_office.menu_items() if section.has_view_permission(user)]
