"""Stamp and signature images are judged by their content, never by their name (SARA-PORTAL-06, 07)."""

from django.core.exceptions import ValidationError
from django.core.files.base import File
from PIL import Image, UnidentifiedImageError

MAX_BYTES = 1_000_000
MAX_SIDE = 3_000
FORMATS = ("PNG", "JPEG")


def validate_image(file: "File[bytes]") -> None:
    """Raise ValidationError unless the file is a readable PNG or JPEG of at most 1 MB and 3000 px a side."""
    if file.size > MAX_BYTES:
        raise ValidationError(
            "The image is larger than %(limit)s bytes.", code="image-too-large", params={"limit": MAX_BYTES}
        )
    width, height = _measure(file)
    if max(width, height) > MAX_SIDE:
        raise ValidationError(
            "The image is larger than %(limit)s pixels.",
            code="image-too-many-pixels",
            params={"limit": MAX_SIDE},
        )


def _measure(file: "File[bytes]") -> tuple[int, int]:
    file.seek(0)
    try:
        with Image.open(file, formats=FORMATS) as image:
            size = image.size
            image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError("This is not a PNG or JPEG image.", code="image-unreadable") from error
    finally:
        file.seek(0)
    return size
