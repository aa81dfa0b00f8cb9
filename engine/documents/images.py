"""Images of a letter, checked and re-encoded: signature over stamp, emblem, QR code.

Uploaded scans have white paper behind the ink; white is made transparent, so that the stamp shows
through the signature as it does on paper.
"""

import base64
import io
from functools import lru_cache

from PIL import Image, ImageChops, UnidentifiedImageError

from engine.errors import RenderingFailed

_MAX_PIXELS = 25_000_000
_SEAL_SIZE = (900, 600)
_STAMP_HEIGHT = 0.98
_SIGNATURE_HEIGHT = 0.72
_FORMATS = ("PNG", "JPEG")


def data_uri(png: bytes) -> str:
    """The image as a ``data:`` address: the document then reads no file."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def clean_png(content: bytes) -> bytes:
    """``content`` decoded and encoded again; RenderingFailed when it is not a PNG or JPEG image."""
    return _encode(_open(content))


@lru_cache(maxsize=64)
def compose_seal(*, stamp: bytes | None, signature: bytes | None) -> bytes | None:
    """One transparent PNG (3:2) with the signature written over the stamp; None without either."""
    if stamp is None and signature is None:
        return None
    paper = Image.new("RGB", _SEAL_SIZE, "white")
    if stamp is not None:
        paper = _inked(paper, _open(stamp), _STAMP_HEIGHT, centre=0.36 if signature else 0.5)
    if signature is not None:
        paper = _inked(paper, _open(signature), _SIGNATURE_HEIGHT, centre=0.58 if stamp else 0.5)
    return _encode(_without_paper(paper))


def _open(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=_FORMATS)
        if image.width * image.height > _MAX_PIXELS:
            raise RenderingFailed(reason=f"an image has {image.width}×{image.height} pixels")
        return image.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
        raise RenderingFailed(reason=f"an image cannot be read ({error})") from error


def _inked(paper: Image.Image, image: Image.Image, height: float, *, centre: float) -> Image.Image:
    """``image`` multiplied into ``paper`` as ink is: ``height`` and ``centre`` as shares of the paper."""
    room = (int(paper.width * 0.72), int(paper.height * height))
    scale = min(room[0] / image.width, room[1] / image.height)
    scaled = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    sheet = Image.new("RGB", paper.size, "white")
    left = round(paper.width * centre - scaled.width / 2)
    sheet.paste(scaled, (left, (paper.height - scaled.height) // 2), scaled)
    return ImageChops.multiply(paper, sheet)


def _without_paper(image: Image.Image) -> Image.Image:
    """White turned into transparency, ink kept in its own colour."""
    darkness = ImageChops.invert(image.convert("RGB"))
    red, green, blue = darkness.split()
    alpha = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    opaque = image.convert("RGBA")
    opaque.putalpha(alpha.point([min(255, level * 3) for level in range(256)]))
    return opaque


def _encode(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()
