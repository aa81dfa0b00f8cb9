"""Stamps and signatures on screen: only to who may manage them; the type comes from the content."""

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse

_SIGNS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


def image_response(image: FieldFile) -> HttpResponse:
    """The image, never cached by others. Raises Http404 when there is none or it is no image."""
    if not image or not image.storage.exists(image.name):
        raise Http404
    with image.storage.open(image.name, "rb") as file:
        content = file.read()
    kind = next((kind for sign, kind in _SIGNS if content.startswith(sign)), None)
    if kind is None:
        raise Http404
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "private, no-store"})
