"""The picture of a year: which words and shapes stand where. How they are drawn is another matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from musaic.listening.analytics.charts.rewind.schemas import Rewind
from musaic.listening.analytics.charts.tops.schemas import TopItem

Language = Literal["en", "ru", "kk"]
WIDTH, HEIGHT = 1080, 1350
_MARGIN = 72
_HOUR_MS = 3_600_000
# The app's dark theme: plum ink, persimmon, and the six tiles.
INK, SOFT, FAINT, BACK, ACCENT = "#f6f1fa", "#c3b8cf", "#a599b3", "#0f0b14", "#ff7a4d"
TILES = ("#ff7a4d", "#f7c652", "#2fbfb0", "#7f90ff", "#c07be0", "#f4739f")
_THIN_SPACE = "\u202f"

WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "title": "My year in music",
        "plays": "plays",
        "hours": "hours",
        "artists": "artists",
        "new": "new tracks",
        "days": "days in a row",
        "top_artists": "Artists",
        "top_tracks": "Songs",
        "months": "Month by month",
        "nothing": "No plays this year",
    },
    "ru": {
        "title": "Мой год в музыке",
        "plays": "включений",
        "hours": "часов",
        "artists": "исполнителей",
        "new": "новых песен",
        "days": "дней подряд",
        "top_artists": "Исполнители",
        "top_tracks": "Песни",
        "months": "По месяцам",
        "nothing": "В этом году ничего не играло",
    },
    "kk": {
        "title": "Музыкадағы жылым",
        "plays": "тыңдалым",
        "hours": "сағат",
        "artists": "орындаушы",
        "new": "жаңа ән",
        "days": "күн қатарынан",
        "top_artists": "Орындаушылар",
        "top_tracks": "Әндер",
        "months": "Ай сайын",
        "nothing": "Биыл ештеңе тыңдалмаған",
    },
}


@dataclass(frozen=True)
class Text:
    """Words whose first baseline begins at (x, y); cut with an ellipsis where wider than ``width``."""

    x: int
    y: int
    size: int
    colour: str
    text: str
    bold: bool
    width: int


@dataclass(frozen=True)
class Box:
    """A filled rectangle with round corners."""

    x: int
    y: int
    width: int
    height: int
    radius: int
    colour: str


@dataclass(frozen=True)
class Card:
    """Everything on the picture, from back to front; ``figures`` are the numbers it shows."""

    boxes: tuple[Box, ...]
    texts: tuple[Text, ...]
    figures: Mapping[str, int]


def number(value: int) -> str:
    """Return ``value`` with its thousands apart."""
    return f"{value:,}".replace(",", _THIN_SPACE)


def card_of(rewind: Rewind, language: Language) -> Card:
    """Lay out the picture of a year."""
    words = WORDS[language]
    figures = {
        "plays": rewind.summary.plays,
        "hours": rewind.summary.ms_played // _HOUR_MS,
        "artists": rewind.summary.artists,
        "new": rewind.new_tracks,
        "days": rewind.longest_streak.days if rewind.longest_streak else 0,
    }
    inner = WIDTH - 2 * _MARGIN
    texts = [
        Text(_MARGIN, 150, 44, SOFT, words["title"], bold=False, width=inner),
        Text(_MARGIN, 300, 168, ACCENT, str(rewind.year), bold=True, width=inner),
        Text(_MARGIN, HEIGHT - 60, 32, FAINT, "Musaic", bold=True, width=inner),
    ]
    if not rewind.summary.plays:
        texts.append(Text(_MARGIN, 420, 44, INK, words["nothing"], bold=False, width=inner))
        return Card(_tiles(), tuple(texts), figures)
    texts += _figures(figures, words)
    half = (inner - 48) // 2
    texts += _list(words["top_artists"], rewind.top_artists, _MARGIN, half)
    texts += _list(words["top_tracks"], rewind.top_tracks, _MARGIN + half + 48, half)
    texts.append(Text(_MARGIN, 1035, 32, SOFT, words["months"], bold=False, width=inner))
    return Card((*_tiles(), *_months(rewind)), tuple(texts), figures)


def _tiles() -> tuple[Box, ...]:
    """Return the mosaic in the upper corner."""
    side, gap = 62, 10
    places = ((0, 0), (1, 0), (2, 0), (1, 1), (2, 1), (2, 2))
    left = WIDTH - _MARGIN - 3 * side - 2 * gap
    return tuple(
        Box(left + column * (side + gap), 72 + row * (side + gap), side, side, 14, colour)
        for (column, row), colour in zip(places, TILES, strict=True)
    )


def _figures(figures: Mapping[str, int], words: Mapping[str, str]) -> list[Text]:
    width = (WIDTH - 2 * _MARGIN) // 5
    texts = []
    for place, (name, value) in enumerate(figures.items()):
        x = _MARGIN + place * width
        texts.append(Text(x, 420, 50, INK, number(value), bold=True, width=width - 14))
        texts.append(Text(x, 462, 24, SOFT, words[name], bold=False, width=width - 14))
    return texts


def _list(title: str, items: list[TopItem], x: int, width: int) -> list[Text]:
    texts = [Text(x, 560, 32, SOFT, title, bold=False, width=width)]
    for place, item in enumerate(items):
        y = 625 + place * 78
        texts.append(Text(x, y, 34, ACCENT, str(item.rank), bold=True, width=40))
        texts.append(Text(x + 48, y, 34, INK, item.name, bold=True, width=width - 48))
        under = f"{item.artist} · {number(item.plays)}" if item.artist else number(item.plays)
        texts.append(Text(x + 48, y + 32, 24, FAINT, under, bold=False, width=width - 48))
    return texts


def _months(rewind: Rewind) -> list[Box]:
    gap, tall, floor = 14, 150, 1225
    width = (WIDTH - 2 * _MARGIN - 11 * gap) // 12
    most = max(month.plays for month in rewind.months) or 1
    boxes = []
    for place, month in enumerate(rewind.months):
        height = max(6, round(tall * month.plays / most))
        colour = ACCENT if month.plays == most else "#30273b"
        boxes.append(Box(_MARGIN + place * (width + gap), floor - height, width, height, 6, colour))
    return boxes
