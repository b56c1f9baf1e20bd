"""Whatever songs are called and however a file is cut into pieces, the same plays come out."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.exports import (
    koito_row,
    lastfm_track,
    lines,
    listenbrainz_row,
    maloja_row,
    table,
    youtube_cell,
    youtube_page,
    youtube_row,
)
from musaic.listening.history.importers import head_of, importer_for
from musaic.listening.history.ports import Given, Play
from musaic.listening.history.reading import encoding
from musaic.listening.history.reading.archive import SourceFile
from musaic.listening.history.service.zones import zone_called

Song = tuple[str, str, int]
# Any letters and marks; line ends only where a format can quote them
NAMES = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"], exclude_characters="•"
    ),
    min_size=1,
    max_size=30,
).map(lambda name: " ".join(name.split()) or "name")
SONGS = st.lists(st.tuples(NAMES, NAMES, st.integers(1_040_000_000, 1_790_000_000)), min_size=1, max_size=12)


def iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat().replace("+00:00", "Z")


def page(songs: Sequence[Song]) -> bytes:
    def escaped(text: str) -> str:
        return "".join(f"&#{ord(letter)};" for letter in text)

    return youtube_page(
        *(
            youtube_cell(escaped(title), escaped(artist), iso(at).replace("T", " ").replace("Z", " UTC"))
            for artist, title, at in songs
        )
    )


def koito(artist: str, title: str, at: int) -> dict[str, Any]:
    """Return a listen of one artist alone."""
    row = koito_row(artist, title, iso(at))
    return row | {"artists": row["artists"][1:]}


WRITERS: dict[str, Callable[[Sequence[Song]], bytes]] = {
    "lastfm_csv": lambda songs: table(
        ("uts", "artist", "album", "track"), *((at, artist, "", title) for artist, title, at in songs)
    ),
    "lastfm_stats_csv": lambda songs: table(
        ("Artist", "Album", "AlbumId", "Track", "Date#x"),
        *((artist, "", "", title, at * 1000) for artist, title, at in songs),
        delimiter=";",
    ),
    "lastfm_json": lambda songs: json.dumps([{"track": [lastfm_track(*song) for song in songs]}]).encode(),
    "listenbrainz": lambda songs: lines(*(listenbrainz_row(*song) for song in songs)),
    "listenbrainz_json": lambda songs: json.dumps([listenbrainz_row(*song) for song in songs]).encode(),
    "maloja": lambda songs: json.dumps(
        {"maloja": {}, "scrobbles": [maloja_row([artist], title, at) for artist, title, at in songs]}
    ).encode(),
    "koito": lambda songs: json.dumps(
        {
            "version": "1",
            "exported_at": "x",
            "listens": [
                koito_row(artist, title, iso(at))
                | {"artists": koito_row(artist, title, iso(at))["artists"][1:]}
                for artist, title, at in songs
            ],
        },
        ensure_ascii=False,
    ).encode(),
    "pano_jsonl": lambda songs: lines(
        *({"timeMs": at * 1000, "artist": artist, "track": title} for artist, title, at in songs)
    ),
    "pano_csv": lambda songs: table(
        ("timeMs", "artist", "track"), *((at * 1000, artist, title) for artist, title, at in songs)
    ),
    "librefm": lambda songs: table(
        ("time", "artist", "track"), *((at, artist, title) for artist, title, at in songs)
    ),
    "shazam": lambda songs: table(
        ("TagTime", "Title", "Artist"), *((iso(at), title, artist) for artist, title, at in songs)
    ),
    "spinitron": lambda songs: table(
        ("Date-time", "Artist", "Song"), *((iso(at), artist, title) for artist, title, at in songs)
    ),
    "csv": lambda songs: table(
        ("ts", "track_name", "artist_name"), *((iso(at), title, artist) for artist, title, at in songs)
    ),
    "rockbox": lambda songs: (
        "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n"
        + "".join(f"{artist}\t\t{title}\t\t\tL\t{at}\n" for artist, title, at in songs)
    ).encode(),
    "youtube_json": lambda songs: json.dumps(
        [youtube_row(f"Watched {title}", artist, iso(at)) for artist, title, at in songs]
    ).encode(),
    "youtube_html": page,
}
# These mean something to a format, so they are not names there.
MEANINGS = {"<untagged>", "release", "various artists", "music", "youtube music"}


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(songs=SONGS, size=st.integers(1, 200))
def test_what_was_written_is_read(name: str, songs: list[Song], size: int, tmp_path: Path) -> None:
    songs = [song for song in songs if not MEANINGS & {song[0].casefold(), song[1].casefold()}]
    data = WRITERS[name](songs or [("A", "B", 1_500_000_000)])
    path = tmp_path / "file"
    path.write_bytes(data)
    file = SourceFile("file", len(data), lambda: path.open("rb"))
    given = Given(zone_called("UTC"))
    importer = importer_for(head_of(file), None, given)
    assert importer is not None
    assert importer.name == name
    with pytest.MonkeyPatch.context() as patched:
        for function in (encoding.utf8_chunks, encoding.text_chunks):
            patched.setattr(function, "__defaults__", (size,))
        entries = [entry for entries in importer.read(file, given) for entry in entries]
    found = [
        (entry.artist, entry.title, round(entry.stamped_at.timestamp()))
        for entry in entries
        if isinstance(entry, Play)
    ]
    assert found == (songs or [("A", "B", 1_500_000_000)])
    assert timedelta(0) <= max(entry.stamped_at for entry in entries if isinstance(entry, Play)) - datetime(
        2002, 10, 1, tzinfo=UTC
    )
