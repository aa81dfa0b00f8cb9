"""People who manage, signed in, for the tests of back office and audit room."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from workflows.directory.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"


def signed_in(person: Person, language: str = "en") -> Client:
    """A browser of the person, in that language and with the calendar usual in it."""
    calendar = "jalali" if language == "fa" else "gregorian"
    Person.objects.filter(pk=person.pk).update(language=language, calendar=calendar)
    client = Client()
    client.force_login(Person.objects.get(pk=person.pk), backend=BACKEND)
    return client


def image(name: str = "stamp.png", size: tuple[int, int] = (40, 40)) -> SimpleUploadedFile:
    """A real PNG."""
    out = io.BytesIO()
    Image.new("RGBA", size, (20, 60, 160, 128)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def disguised(name: str = "stamp.png") -> SimpleUploadedFile:
    """A script that calls itself an image."""
    return SimpleUploadedFile(name, b"<script>alert(1)</script>" * 50, content_type="image/png")
