import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from musaic.entrypoints.demo.history import HOME, TRIPS, plays, write_history

LAST_DAY = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def test_the_same_end_gives_the_same_file(tmp_path: Path) -> None:
    count = write_history(tmp_path / "a.json", LAST_DAY)
    write_history(tmp_path / "b.json", LAST_DAY)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert len(json.loads((tmp_path / "a.json").read_bytes())) == count > 15_000


def test_most_songs_have_genres_and_years_and_some_have_none() -> None:
    rows = list(plays(LAST_DAY))
    for fact, least in (("genres", 12), ("year", 20)):
        known = [row[fact] for row in rows if row[fact]]
        assert 0.75 < len(known) / len(rows) < 1
        different = {each for value in known for each in (value if isinstance(value, tuple) else [value])}
        assert len(different) >= least
    assert all(1967 <= row["year"] <= LAST_DAY.year for row in rows if row["year"])


def test_the_listener_sleeps_at_night_in_whatever_zone() -> None:
    zone = ZoneInfo("Asia/Almaty")
    hours = Counter(
        datetime.fromisoformat(row["at"]).astimezone(zone).hour for row in plays(LAST_DAY.astimezone(zone))
    )
    assert sum(hours[hour] for hour in range(4, 7)) < sum(hours[hour] for hour in range(20, 23)) / 20


def test_an_album_came_out_once_and_an_artist_keeps_the_genres() -> None:
    years: dict[tuple[str, str], int | None] = {}
    genres: dict[str, tuple[str, ...]] = {}
    for row in plays(LAST_DAY):
        assert years.setdefault((row["artist"], row["album"]), row["year"]) == row["year"]
        assert genres.setdefault(row["artist"], row["genres"]) == row["genres"]


def test_what_is_skipped_is_no_play_and_trips_are_abroad() -> None:
    rows = list(plays(LAST_DAY))
    assert all(row["counts"] == (row["ms_played"] >= 30_000) for row in rows)
    assert {row["skipped"] for row in rows if not row["counts"]} == {True}
    countries = Counter(row["country"] for row in rows)
    assert set(countries) == {HOME, *TRIPS}
    assert countries[HOME] > len(rows) / 2
    assert any(row["offline"] for row in rows)
