"""The QR code of a letter: 25 mm with its quiet zone, readable from a photocopy at 150 dpi."""

import io
from typing import Any

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

_MODULE_PIXELS = 8
_QUIET_ZONE_MODULES = 4


def qr_png(url: str) -> bytes:
    """A black-on-white PNG of ``url`` with error correction M and its quiet zone."""
    code: Any = QRCode(error_correction=ERROR_CORRECT_M, box_size=_MODULE_PIXELS, border=_QUIET_ZONE_MODULES)
    code.add_data(url)
    code.make(fit=True)
    buffer = io.BytesIO()
    code.make_image().save(buffer, "PNG")
    return buffer.getvalue()
