"""What files tell of genres and release years: read where it stands, kept by song."""

import json

import pytest
from sqlalchemy import text

from fixtures.exports import APPLE_COLUMNS, apple_row, lines, listenbrainz_row, table, zipped
from fixtures.listening import Histories
from musaic.listening.analytics.repository import state
from musaic.listening.history.reading.values import genre_list, genres, year
from musaic.listening.history.service.mapping import suggest

_AT = 1_714_557_600
FOLDER = "Apple Music Activity/"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Rock", ("Rock",)),
        ("Rock; Pop, R&B/Soul | Folk", ("Rock", "Pop", "R&B/Soul", "Folk")),
        (" ; ", ()),
        (None, ()),
        ("x" * 101, ()),
    ],
)
def test_genres_of_a_cell(cell: str | None, found: tuple[str, ...]) -> None:
    assert genres(cell) == found


@pytest.mark.parametrize("found", [None, "rock", 5, {"a": 1}, [5, None, "\0", ""]])
def test_what_is_no_list_of_genres(found: object) -> None:
    assert genre_list(found) == ()


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("1975", 1975), ("1975-10-31", 1975), ("31.10.1975", 1975), (1975, 1975), ("", None), (None, None),
        ("0", None), ("19751031", None), ("75", None), (12345, None),
    ],
)  # fmt: skip
def test_years(value: object, found: int | None) -> None:
    assert year(value) == found


def apple() -> bytes:
    columns = (*APPLE_COLUMNS, "Genre")
    songs = [
        [*apple_row("Library Song", "2024-05-01T10:05:00Z"), ""],
        [*apple_row("Tagged", "2024-05-01T10:15:00Z", Artist_Name="Somebody"), "Pop"],
    ]
    library = [
        {"Title": "Library Song", "Artist": "Library Artist", "Genre": "Indie", "Track Year": 1997},
        {"Title": "Tagged", "Artist": "Somebody", "Genre": 7, "Track Year": None},
    ]
    return zipped(
        {
            f"{FOLDER}Apple Music Play Activity.csv": table(columns, *songs),
            f"{FOLDER}Apple Music Library Tracks.json": json.dumps(library).encode(),
        }
    )


def spinitron() -> bytes:
    rows = [
        ("2024-05-01T10:05:00+0000", "A", "One", "Soul; Funk", "1971"),
        ("2024-05-01T10:09:00+0000", "B", "Two", "", ""),
    ]
    return table(("DJ", "x")) + b"\r\n" + table(("Date-time", "Artist", "Song", "Genre", "Released"), *rows)


def listenbrainz() -> bytes:
    return lines(
        listenbrainz_row("A", "One", _AT, tags=["Jazz", "jazz ", "Hard Bop"]),
        listenbrainz_row("B", "Two", _AT + 300, tags="no list"),
    )


def mapped() -> bytes:
    rows = [
        ("2024-05-01T10:05:00Z", "One", "A", "", "1999-01-01"),
        # The same song again: what is told later counts, too, and the earliest year.
        ("2024-05-01T10:15:00Z", "One", "A", "Trip-Hop", "1998"),
    ]
    return table(("ts", "track_name", "artist_name", "genre", "year"), *rows)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("name", "data", "tags", "years"),
    [
        ("apple.zip", apple(), {"Library Song": ["indie"], "Tagged": ["pop"]}, {"Library Song": 1997}),
        ("spinitron.csv", spinitron(), {"One": ["funk", "soul"]}, {"One": 1971}),
        ("my.csv", mapped(), {"One": ["trip-hop"]}, {"One": 1998}),
        ("listens.jsonl", listenbrainz(), {"One": ["hard bop", "jazz"]}, {}),
        (
            "musaic.json",
            json.dumps(
                [{"musaic": 1, "at": "2024-05-01T10:00:00Z", "artist": "A", "title": "One", "counts": True,
                  "genres": ["jazz", "r&b"], "year": 1959}]
            ).encode(),
            {"One": ["jazz", "r&b"]},
            {"One": 1959},
        ),
    ],
)  # fmt: skip
async def test_files_that_tell(
    histories: Histories, name: str, data: bytes, tags: dict[str, list[str]], years: dict[str, int]
) -> None:
    user_id = await histories.user()
    outcome = (await histories.add(user_id, data, name)).outcome
    assert outcome.added
    assert outcome.rejected == 0
    assert await told(histories, user_id) == (tags, years)


def test_columns_are_guessed_by_their_names() -> None:
    guess = suggest([["Played at", "Song", "Artist", "Genres", "Release date"]], ",")
    assert guess is not None
    assert (guess.genre, guess.year) == ("Genres", "Release date")


@pytest.mark.asyncio
async def test_an_import_that_adds_no_listen_may_still_tell(histories: Histories) -> None:
    user_id = await histories.user()
    rows = [listenbrainz_row("A", "One", _AT)]
    await histories.add(user_id, lines(*rows), "1.jsonl")
    async with histories.database.user_transaction(user_id) as session:
        before = (await state.read(session, user_id)).version
    again = await histories.add(user_id, lines(listenbrainz_row("A", "One", _AT, tags=["jazz"])), "2.jsonl")
    assert again.outcome.added == 0
    assert await told(histories, user_id) == ({"One": ["jazz"]}, {})
    async with histories.database.user_transaction(user_id) as session:
        assert (await state.read(session, user_id)).version > before


async def told(histories: Histories, user_id: int) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Return genres and year by title."""
    tags = (
        "SELECT t.title, array_agg(tag ORDER BY tag) FROM track_tag g "
        "JOIN track t ON t.id = g.track_id GROUP BY 1"
    )
    years = "SELECT t.title, y.year FROM track_year y JOIN track t ON t.id = y.track_id"
    async with histories.database.user_transaction(user_id) as session:
        return (
            {title: list(found) for title, found in await session.execute(text(tags))},
            dict(list(await session.execute(text(years)))),
        )
