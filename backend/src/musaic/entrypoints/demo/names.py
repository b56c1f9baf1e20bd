"""Names of artists, albums and songs that do not exist, put together from word lists."""

import random
from dataclasses import dataclass

_FIRST = (
    "Velvet", "Paper", "Northern", "Quiet", "Golden", "Silver", "Hollow", "Distant", "Burning", "Glass",
    "Wandering", "Electric", "Midnight", "Copper", "Painted", "Sleeping", "Winter", "Crimson", "Salt",
    "Amber",
)  # fmt: skip
_SECOND = (
    "Lanterns", "Harbour", "Foxes", "Antennas", "Orchard", "Satellites", "Rivers", "Cartographers", "Parade",
    "Mirrors", "Caravan", "Weather", "Pilots", "Gardens", "Machines", "Sparrows", "Tides", "Arcade",
)  # fmt: skip
_WHOLE = (
    "Айжан Серікқызы", "Дала Үні", "Тихий Берег", "Последний Трамвай", "Ерлан Тау", "Море Внутри",
    "Mira Solvang", "Tomas Hale", "Ines Corvo", "Kenji Arata", "Lotte Brandt", "Amara Diallo",
)  # fmt: skip
_SONG_OPENINGS = (
    "After the", "Under the", "Letters from the", "Beyond the", "Dancing with the", "Waiting for the",
    "Before the", "Return of the", "Far from the", "Inside the", "Chasing the", "Left by the",
)  # fmt: skip
_SONG_THINGS = (
    "Rain", "Station", "Mountain", "Morning", "Signal", "Lighthouse", "Summer", "Border", "Radio", "Meadow",
    "Highway", "Snow", "Island", "Curtain", "River", "Engine", "Moon", "Window",
)  # fmt: skip
# Genres that go together; an artist is of one family and has two of its genres, or three.
_FAMILIES = (
    ("indie rock", "dream pop", "shoegaze", "post-rock"),
    ("folk", "singer-songwriter", "chamber pop", "americana"),
    ("synthpop", "electropop", "new wave", "indietronica"),
    ("house", "techno", "ambient", "downtempo"),
    ("jazz", "soul", "funk", "neo soul"),
    ("hip hop", "trip hop", "r&b"),
    ("classical", "film score", "minimalism"),
    ("q-pop", "kazakh folk", "ethno-jazz"),
)
# Nobody has sorted every shelf: so many artists in a hundred have no genre, so many albums no year.
_WITHOUT_GENRE, _WITHOUT_YEAR = 7, 10
_OLDEST_DEBUT = 1967
ALBUMS_PER_ARTIST = (1, 4)
SONGS_PER_ALBUM = (7, 13)


@dataclass(frozen=True)
class DemoTrack:
    """A song of the demo; ``uri`` is shaped like a real one and refers to nothing.

    ``year`` is that of its album's release, None where nobody knows it.
    """

    title: str
    artist: str
    album: str
    duration_ms: int
    uri: str
    genres: tuple[str, ...]
    year: int | None


def make_artists(draw: random.Random, count: int) -> list[str]:
    """Return ``count`` different names."""
    pairs = [f"{first} {second}" for first in _FIRST for second in _SECOND]
    return [*_WHOLE, *draw.sample(pairs, count - len(_WHOLE))]


def make_discography(draw: random.Random, artist: str, *, until: int) -> list[DemoTrack]:
    """Return the artist's songs, album by album, no title twice, no album later than the year ``until``."""
    titles = [f"{opening} {thing}" for opening in _SONG_OPENINGS for thing in _SONG_THINGS]
    draw.shuffle(titles)
    tracks: list[DemoTrack] = []
    genres = _genres(draw)
    released = _debut(draw, until)
    for _ in range(draw.randint(*ALBUMS_PER_ARTIST)):
        album = titles.pop().split(" ", 1)[1]
        year = None if draw.randrange(100) < _WITHOUT_YEAR else min(released, until)
        for _ in range(draw.randint(*SONGS_PER_ALBUM)):
            uri = "spotify:track:" + "".join(draw.choices("0123456789abcdefghijkmnopqrstuvw", k=22))
            length = draw.randint(140_000, 330_000)
            tracks.append(DemoTrack(titles.pop(), artist, album, length, uri, genres, year))
        released += draw.randint(2, 5)
    return tracks


def _genres(draw: random.Random) -> tuple[str, ...]:
    if draw.randrange(100) < _WITHOUT_GENRE:
        return ()
    family = draw.choice(_FAMILIES)
    return tuple(draw.sample(family, draw.randint(2, 3)))


def _debut(draw: random.Random, until: int) -> int:
    """Return a year of which recent ones are more likely: a shelf holds few old records."""
    return until - int((until - _OLDEST_DEBUT) * draw.random() ** 1.8)
