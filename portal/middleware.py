"""The reader's language and calendar; engine errors and an unreachable database as pages."""

from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from engine.errors import EngineError
from portal.error_pages import engine_error_page, unavailable
from portal.formatting.reader import activate_calendar

CALENDAR_COOKIE = "kartabl_calendar"
Handler = Callable[[HttpRequest], HttpResponse]


class ReaderPreferences:
    """A signed-in person's language and calendar; a visitor's from cookies. Stands after authentication."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        activate_calendar(request.COOKIES.get(CALENDAR_COOKIE))
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
            activate_calendar(request.user.calendar)
        try:
            return self.get_response(request)
        finally:
            activate_calendar(None)


class ErrorPages:
    """Turns an engine error that no view caught into a page that says what to do."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.KARTABL_MAINTENANCE and not request.path.startswith(("/healthz", "/static/", "/api/")):
            return unavailable(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The API answers for itself in JSON."""
        if request.path.startswith("/api/"):
            return None
        if isinstance(exception, EngineError):
            return engine_error_page(request, exception)
        if isinstance(exception, OperationalError | InterfaceError):
            return unavailable(request)
        return None
