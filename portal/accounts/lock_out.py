"""The lock after too many wrong passwords (django-axes), seen from the office."""

from datetime import timedelta

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings

from engine import clock
from workflows.directory.models import Person


def is_locked(person: Person) -> bool:
    """Whether somebody, somewhere, cannot sign in to the account at present."""
    since = clock.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    return AccessAttempt.objects.filter(
        username=person.username,
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gt=since,
    ).exists()


def unlock(person: Person) -> None:
    """Forget the wrong passwords, at every address."""
    reset(username=person.username)
