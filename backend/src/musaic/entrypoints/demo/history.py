"""A synthetic two-year listening history in Musaic's own format, the one that carries genres and years.

The listener has habits, because charts of noise show nothing: mornings on weekdays, long evenings,
later weekends, phases in which one artist is on repeat, a quiet holiday, trips, songs discovered over
time. The same seed, end date and zone give the same file.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from musaic.entrypoints.demo.names import DemoTrack, make_artists, make_discography

YEARS = 2
DAYS = 365 * YEARS
ARTISTS = 72
SEED = 20_000
SONGS_A_DAY = 30
PHASE_DAYS = 24
HOLIDAY = range(395, 404)
HOME = "KZ"
# Days away, by country; music was taken along for the way there.
TRIPS = {"GE": range(142, 151), "DE": range(300, 318), "TR": range(508, 516), "JP": range(655, 668)}
_HOURS_WEEKDAY = {7: 4, 8: 6, 9: 2, 12: 2, 13: 2, 17: 4, 18: 6, 19: 5, 20: 6, 21: 7, 22: 5, 23: 2}
_HOURS_WEEKEND = {10: 3, 11: 5, 12: 5, 14: 4, 16: 5, 18: 4, 20: 5, 22: 6, 23: 6, 0: 4, 1: 2}
_PLATFORMS = ("android", "ios", "linux", "web_player")
_SKIPPED, _LEFT_EARLY = 0.13, 0.18
# What was heard for less is no play.
_PLAY_FROM_MS = 30_000
VERSION = 1


class Taste:
    """What the listener reaches for: a few favourites for long, one artist for a phase, now and then news."""

    def __init__(self, draw: random.Random, *, until: int) -> None:
        self._draw = draw
        self._artists = make_artists(draw, ARTISTS)
        draw.shuffle(self._artists)
        self._songs = {artist: make_discography(draw, artist, until=until) for artist in self._artists}

    def session(self, day: int, length: int) -> Iterator[DemoTrack]:
        """Yield ``length`` songs of one sitting: runs of one artist, favourites first."""
        known = self._artists[: 12 + day * (ARTISTS - 12) // DAYS]
        phase = self._artists[(day // PHASE_DAYS * 7) % len(known)]
        while length > 0:
            artist = phase if self._draw.random() < 0.3 else known[self._skewed(len(known))]  # noqa: PLR2004
            songs = self._songs[artist]
            run = min(length, self._draw.randint(1, 5))
            start = self._skewed(len(songs))
            yield from (songs[(start + step) % len(songs)] for step in range(run))
            length -= run

    def _skewed(self, count: int) -> int:
        return int(count * self._draw.random() ** 2.0)


def plays(last_day: datetime) -> Iterator[dict[str, Any]]:
    """Yield the plays of two years up to and including ``last_day``, oldest first.

    Days and hours are those of its zone: whoever listens in the evening does so where they live.
    """
    draw = random.Random(SEED)  # noqa: S311  a story, not a secret
    taste = Taste(draw, until=last_day.year)
    first = last_day.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS - 1)
    for day in range(DAYS):
        if day in HOLIDAY:
            continue
        date = first + timedelta(days=day)
        weekend = date.weekday() >= 5  # noqa: PLR2004
        hours = _HOURS_WEEKEND if weekend else _HOURS_WEEKDAY
        wanted = max(0, round(draw.gauss(SONGS_A_DAY, 9) * (1.25 if weekend else 1)))
        sittings = sorted(draw.choices(list(hours), list(hours.values()), k=draw.randint(1, 4)))
        at = date
        for hour in sittings:
            at = max(at, date + timedelta(hours=hour, minutes=draw.randint(0, 50)))
            for track in taste.session(day, wanted // len(sittings)):
                row, at = _play(draw, track, at)
                yield row | _whereabouts(day)


def _play(draw: random.Random, track: DemoTrack, start: datetime) -> tuple[dict[str, Any], datetime]:
    chance = draw.random()
    if chance < _SKIPPED:
        ms, reason = draw.randint(2_000, 29_000), "fwdbtn"
    elif chance < _LEFT_EARLY:
        ms, reason = draw.randint(31_000, track.duration_ms), "endplay"
    else:
        ms, reason = track.duration_ms, "trackdone"
    row = {
        "musaic": VERSION,
        "at": start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "artist": track.artist,
        "title": track.title,
        "album": track.album,
        "item": track.uri,
        "ms_played": ms,
        "counts": ms >= _PLAY_FROM_MS,
        "length_ms": track.duration_ms,
        "reason_start": "trackdone",
        "reason_end": reason,
        "skipped": reason == "fwdbtn",
        "shuffle": draw.random() < 0.35,  # noqa: PLR2004
        "platform": draw.choice(_PLATFORMS),
        "genres": track.genres,
        "year": track.year,
    }
    return row, start + timedelta(milliseconds=ms, seconds=draw.randint(1, 4))


def _whereabouts(day: int) -> dict[str, Any]:
    for country, days in TRIPS.items():
        if day in days:
            return {"country": country, "offline": day == days[0]}
    return {"country": HOME, "offline": False}


def write_history(path: Path, last_day: datetime) -> int:
    """Write the export to ``path``; return the number of plays."""
    count = 0
    with path.open("wb") as out:
        out.write(b"[")
        for row in plays(last_day):
            out.write((b",\n" if count else b"\n") + orjson.dumps(row))
            count += 1
        out.write(b"\n]\n")
    return count
