"""However few spellings are worked on at once, they become the same songs, albums and artists."""

from typing import Any

import pytest
from sqlalchemy import text

from fixtures.listening import Histories, extended_row
from musaic.listening.analytics import public as analytics
from musaic.listening.names.naming import Naming
from musaic.listening.names.repository import spelled

# Who is an act of their own is said by rows that are far from those that ask.
SPELLINGS = [
    ("A feat. Zed & The Zoo", "Song", "Album"),
    ("A", "Song (feat. Yak, Xu & Zed)", "Album (Deluxe)"),
    ("a", "SONG", "ALBUM"),
    ("A", "Other - Remastered 2011", "Album"),
    ("M vs. N & O", "Mix", "M vs. N"),
    ("N & O", "Solo", None),
    ("Xu & Zed", "Duet", "Duets"),
    ("Yak", "Alone (with Xu & Zed)", "Duets"),
    ("The Zoo", "Lions", "Beasts"),
    ("Zed", "Alone", "Beasts [Expanded Edition]"),
]
STORED = {
    "song": """
        SELECT na.key, nt.key, a.key, t.key, s.asks,
            (SELECT array_agg(c.key ORDER BY place)
             FROM unnest(s.artist_ids) WITH ORDINALITY i (id, place) JOIN artist c ON c.id = i.id)
        FROM song_name s JOIN track nt ON nt.id = s.named_track_id JOIN artist na ON na.id = nt.artist_id
        JOIN track t ON t.id = s.track_id JOIN artist a ON a.id = t.artist_id WHERE s.user_id = :user_id
    """,
    "record": """
        SELECT na.key, n.key, a.key, t.key, s.asks
        FROM record_name s JOIN album n ON n.id = s.named_album_id JOIN artist na ON na.id = n.artist_id
        JOIN album t ON t.id = s.album_id JOIN artist a ON a.id = t.artist_id WHERE s.user_id = :user_id
    """,
    "credit": """
        SELECT a.key, t.key, c.key, s.position
        FROM song_artist s JOIN track t ON t.id = s.track_id JOIN artist a ON a.id = t.artist_id
        JOIN artist c ON c.id = s.artist_id WHERE s.user_id = :user_id
    """,
}


async def identities(histories: Histories, user_id: int) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    async with histories.database.user_transaction(user_id) as session:
        assert await analytics.verify(session, user_id) == []
        for kind, query in STORED.items():
            rows = await session.execute(text(query), {"user_id": user_id})
            found[kind] = sorted(map(tuple, rows))
    return found


@pytest.mark.asyncio
@pytest.mark.parametrize("piece", [1, 2, 3])
async def test_pieces_make_no_difference(
    histories: Histories, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    rows = [
        extended_row(f"2024-01-01T{hour:02}:00:00Z", title, artist, album=album)
        for hour, (artist, title, album) in enumerate(SPELLINGS)
    ]
    whole, pieced = await histories.user(), await histories.user()
    await histories.add(whole, rows)
    monkeypatch.setattr(spelled, "PIECE", piece)
    await histories.add(pieced, rows)
    expected = await identities(histories, whole)
    assert await identities(histories, pieced) == expected
    assert len(expected["song"]) == len(SPELLINGS)
    assert any(asks for *_, asks, _ in expected["song"])
    async with histories.database.user_transaction(pieced) as session:
        await analytics.begin_change(session, pieced, "UTC")
        assert await analytics.rename_everything(session, pieced, lambda _: None) == 0
    assert await identities(histories, pieced) == expected


@pytest.mark.asyncio
async def test_no_piece_is_larger_than_allowed(histories: Histories, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    seen = spelled.known

    async def known(*args: Any, **named: Any) -> set[str]:
        sizes.append(len(args[2]))
        return await seen(*args, **named)

    monkeypatch.setattr(spelled, "PIECE", 4)
    monkeypatch.setattr(spelled, "known", known)
    rows = [
        extended_row(f"2024-01-01T00:{minute:02}:00Z", f"Song {minute}", f"A{minute}. feat. B{minute} & C")
        for minute in range(20)
    ]
    user_id = await histories.user()
    await histories.add(user_id, rows)
    # Songs and albums, each five pieces of four that ask for "b0 & c" and the like.
    assert len(sizes) >= 10
    assert max(sizes) <= 8


def test_artists_are_remembered_within_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("musaic.listening.names.naming._MOST_REMEMBERED", 3)
    naming = Naming()
    for number in range(20):
        assert naming.song(f"A{number}. feat. B", "Song").artists[0].text == f"A{number}."
    assert len(naming._artists) <= 3
