"""A card as SVG or PNG, with the app's typeface, which speaks Latin, Russian and Kazakh."""

import io
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from PIL import Image, ImageDraw, ImageFont

from musaic.listening.analytics.charts.rewind.card import BACK, HEIGHT, WIDTH, Card, Text

_FONTS = Path(__file__).parent / "fonts"
_ELLIPSIS = "…"


@lru_cache(maxsize=32)
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / f"Onest-{'Bold' if bold else 'Regular'}.ttf", size)


def fitted(text: Text) -> str:
    """Return the words, cut with an ellipsis to the width they may have."""
    font = _font(text.size, bold=text.bold)
    words = text.text
    if font.getlength(words) <= text.width:
        return words
    while words and font.getlength(words + _ELLIPSIS) > text.width:
        words = words[:-1]
    return words.rstrip() + _ELLIPSIS


def as_svg(card: Card) -> bytes:
    """Return the card as an SVG document without scripts or outside references."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Onest, \'Onest Variable\', sans-serif">'
    )
    parts = [
        head,
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{BACK}"/>',
    ]
    parts += [
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="{box.radius}" '
        f'fill="{box.colour}"/>'
        for box in card.boxes
    ]
    for text in card.texts:
        weight = 800 if text.bold else 450
        parts.append(
            f'<text x="{text.x}" y="{text.y}" font-size="{text.size}" font-weight="{weight}" '
            f"fill={quoteattr(text.colour)}>{escape(_printable(fitted(text)))}</text>"
        )
    return "\n".join([*parts, "</svg>"]).encode()


def as_png(card: Card) -> bytes:
    """Return the card as a PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), BACK)
    draw = ImageDraw.Draw(image)
    for box in card.boxes:
        corner = (box.x + box.width - 1, box.y + box.height - 1)
        radius = min(box.radius, box.width // 2, box.height // 2)
        draw.rounded_rectangle(((box.x, box.y), corner), radius, fill=box.colour)
    for text in card.texts:
        font = _font(text.size, bold=text.bold)
        draw.text((text.x, text.y), _printable(fitted(text)), fill=text.colour, font=font, anchor="ls")
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _printable(words: str) -> str:
    """Leave out control characters: XML cannot hold them, and no font draws them."""
    return "".join(letter for letter in words if letter.isprintable() or letter == "\u202f")
