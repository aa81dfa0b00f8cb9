"""The language of an answer: what the call asks for, else what the person has chosen."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from portal.formatting.reader import activate_calendar
from workflows.directory.models import Person


def asked_language(request: HttpRequest) -> str:
    """The first language of ``Accept-Language`` that the portal speaks; empty when it names none."""
    spoken = dict(settings.LANGUAGES)
    wanted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((tag[:2] for tag, _quality in wanted if tag.split("-")[0] in spoken), "")


def speak_as_asked(request: HttpRequest) -> None:
    """For a caller who is not known yet."""
    if language := asked_language(request):
        _speak(request, language)


def speak_to(request: HttpRequest, person: Person) -> None:
    """For a signed-in caller: dates in texts follow the person's calendar."""
    _speak(request, asked_language(request) or person.language)
    activate_calendar(person.calendar)


def _speak(request: HttpRequest, language: str) -> None:
    translation.activate(language)
    request.LANGUAGE_CODE = translation.get_language()
