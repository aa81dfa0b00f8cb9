"""Draws stamps and signatures for demo data: a round office stamp with text along its ring, pen strokes."""

import hashlib
import io
import math
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont
from xhtml2pdf.bidi import get_display

from engine.documents.fonts import bold_text_face
from engine.documents.xhtml2pdf_mends import join_letters

STAMP_SIDE = 600
SIGNATURE_SIZE = (640, 300)
SCALE = 2  # drawn larger, then reduced: smooth edges
STAMP_INK = (32, 64, 150)
PEN_INK = (18, 32, 92)
CLEAR = (255, 255, 255, 0)
Point = tuple[float, float]


def draw_stamp(ring_text: str, lines: tuple[str, ...]) -> bytes:
    """A PNG of a round stamp: ``ring_text`` along the upper ring, ``lines`` across the middle."""
    side = STAMP_SIDE * SCALE
    image = Image.new("RGBA", (side, side), CLEAR)
    draw = ImageDraw.Draw(image)
    for inset, width in ((0.02, 0.016), (0.05, 0.005), (0.235, 0.006)):
        box = (side * inset, side * inset, side * (1 - inset), side * (1 - inset))
        draw.ellipse(box, outline=STAMP_INK, width=round(side * width))
    _text_along_ring(image, ring_text, radius=side * 0.357, height=round(side * 0.085))
    for angle in (58, 90, 122):
        _star(draw, _on_circle(side / 2, side * 0.357, angle), side * 0.022)
    spacing = side * 0.12
    top = side / 2 - spacing * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        _line(draw, line, (side / 2, top + number * spacing), room=side * 0.46, height=side * 0.085)
    return _png(image, (STAMP_SIDE, STAMP_SIDE))


def draw_signature(name: str) -> bytes:
    """A PNG of a signature that is always the same for the same name."""
    width, height = SIGNATURE_SIZE[0] * SCALE, SIGNATURE_SIZE[1] * SCALE
    image = Image.new("RGBA", (width, height), CLEAR)
    draw = ImageDraw.Draw(image)
    digest = hashlib.sha256(name.encode()).digest()
    _stroke(draw, [(x * width, y * height) for x, y in _loops(digest)], thickness=7 * SCALE)
    flourish = [(0.12, 0.72), (0.35, 0.86 - digest[0] / 2000), (0.62, 0.74), (0.93, 0.52 + digest[1] / 1500)]
    _stroke(draw, [(x * width, y * height) for x, y in flourish], thickness=6 * SCALE)
    return _png(image, SIGNATURE_SIZE)


def _text_along_ring(image: Image.Image, text: str, *, radius: float, height: int) -> None:
    """The text in thin upright strips, each turned to its place on the circle."""
    strip = _text_image(text, height)
    centre, step = image.width / 2, 2
    for left in range(0, strip.width, step):
        angle = -90 + math.degrees((left - strip.width / 2) / radius)
        piece = strip.crop((left, 0, left + step + 1, strip.height))
        turned = piece.rotate(-angle - 90, expand=True, resample=Image.Resampling.BICUBIC)
        x, y = _on_circle(centre, radius, angle)
        image.alpha_composite(turned, (round(x - turned.width / 2), round(y - turned.height / 2)))


def _text_image(text: str, height: int) -> Image.Image:
    font, shown = _font(height), _visual(text)
    left, top, right, bottom = font.getbbox(shown)
    image = Image.new("RGBA", (round(right - left) + 8, round(bottom - top) + 8), (*STAMP_INK, 0))
    ImageDraw.Draw(image).text((4 - left, 4 - top), shown, font=font, fill=STAMP_INK)
    return image


def _line(draw: ImageDraw.ImageDraw, text: str, at: Point, *, room: float, height: float) -> None:
    shown = _visual(text)
    needed = _font(round(height)).getlength(shown)
    font = _font(round(height * min(1, room / needed)))
    draw.text(at, shown, font=font, fill=STAMP_INK, anchor="mm")


def _star(draw: ImageDraw.ImageDraw, at: Point, size: float) -> None:
    radii = (size, size * 0.42)
    points = [
        (
            at[0] + radii[corner % 2] * math.sin(corner * math.pi / 5),
            at[1] - radii[corner % 2] * math.cos(corner * math.pi / 5),
        )
        for corner in range(10)
    ]
    draw.polygon(points, fill=STAMP_INK)


def _on_circle(centre: float, radius: float, degrees: float) -> Point:
    return centre + radius * math.cos(math.radians(degrees)), centre + radius * math.sin(
        math.radians(degrees)
    )


def _loops(digest: bytes) -> list[Point]:
    """A running hand: loops that lean forward and grow smaller; how many and how wide, the digest says."""
    turns, width, lean = 3.5 + digest[2] % 3, 0.05 + digest[3] / 8000, digest[4] / 900
    points = []
    for step in range(120):
        t = step / 119
        swing = 2 * math.pi * turns * t
        tall = (0.36 - 0.24 * t) * (0.7 + 0.3 * math.sin(3 * t + digest[5]))
        y = 0.46 - tall * math.cos(swing) * (1 if t > 0.04 else t / 0.04)
        points.append((0.14 + 0.68 * t + width * math.sin(swing) + lean * (0.46 - y), y))
    return [*points, (0.95, 0.30)]


def _stroke(draw: ImageDraw.ImageDraw, points: list[Point], *, thickness: float) -> None:
    """A pen line through the points, thick in the middle and thin where it begins and ends."""
    curve = _smooth(points)
    for number, (start, end) in enumerate(pairwise(curve)):
        pressure = 0.35 + 0.65 * math.sin(math.pi * number / len(curve))
        width = thickness * pressure
        draw.line((start, end), fill=PEN_INK, width=round(width))
        draw.ellipse(
            (end[0] - width / 2, end[1] - width / 2, end[0] + width / 2, end[1] + width / 2), fill=PEN_INK
        )


def _smooth(points: list[Point], steps: int = 12) -> list[Point]:
    """Catmull-Rom through the points."""
    padded = [points[0], *points, points[-1]]
    curve = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            x, y = (_catmull_rom(t, before[i], start[i], end[i], after[i]) for i in (0, 1))
            curve.append((x, y))
    return curve


def _catmull_rom(t: float, before: float, start: float, end: float, after: float) -> float:
    return 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )


def _visual(text: str) -> str:
    """Joined and in the order it is drawn in, because Pillow may lack a shaper."""
    return str(get_display(join_letters(text), base_dir="R"))


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(bold_text_face().file, size, layout_engine=ImageFont.Layout.BASIC)


def _png(image: Image.Image, size: tuple[int, int]) -> bytes:
    file = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(file, "PNG", optimize=True)
    return file.getvalue()
