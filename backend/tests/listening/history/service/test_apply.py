from pathlib import Path

import pytest

from fixtures.listening import Histories, Row, account_row, extended_row, utc
from musaic.listening.history.errors import ImportNotFoundError, UnreadableFileError
from musaic.listening.history.service.apply import undo_import

pytestmark = pytest.mark.asyncio


async def titles(histories: Histories, user_id: int) -> list[tuple[str, bool]]:
    return [(row["title"], row["counted"]) for row in await histories.listens(user_id)]


async def test_a_row_keeps_its_facts_and_nothing_private(histories: Histories) -> None:
    user_id = await histories.user("Asia/Almaty")
    row = extended_row(
        "2024-02-29T20:30:00Z",
        "Песня",
        "  Кино ",
        ms=90_500,
        platform="ios\tx\\n",
        conn_country="KZ",
        shuffle=True,
        offline=False,
        skipped=None,
        offline_timestamp=1_709_238_400_123,
        incognito_mode=False,
        reason_start="clickrow",
        reason_end="endplay",
    )
    imported = await histories.add(user_id, [row])
    [listen] = await histories.listens(user_id)
    expected = {
        "import_id": imported.id,
        "source": "spotify",
        "source_item": "spotify:track:  Кино /Песня",
        "stamped_at": utc("2024-02-29T20:30:00+00:00"),
        "played_at": utc("2024-02-29T20:28:29.500+00:00"),
        "local_hour": 1,
        "title": "Песня",
        "artist": "  Кино ",
        "album": "Album",
        "ms_played": 90_500,
        "is_play": True,
        "counted": True,
        "twin_of": None,
        "reason_start": "clickrow",
        "reason_end": "endplay",
        "skipped": None,
        "shuffle": True,
        "offline": False,
        "offline_at": utc("2024-02-29T20:26:40.123+00:00"),
        "incognito": False,
        "platform": "ios\tx\\n",
        "conn_country": "KZ",
    }
    assert {name: listen[name] for name in expected} == expected
    assert listen["local_date"].isoformat() == "2024-03-01"
    assert not any("secret" in str(value) or "192.0.2.7" in str(value) for value in listen.values())


async def test_importing_the_same_file_again_adds_nothing(histories: Histories) -> None:
    user_id = await histories.user()
    rows = [extended_row(f"2024-01-01T00:{minute:02}:00Z", f"Song {minute % 7}") for minute in range(60)]
    first = await histories.add(user_id, rows)
    again = await histories.add(user_id, rows)
    overlap = await histories.add(user_id, [*rows[30:], extended_row("2024-02-01T00:00:00Z")])
    assert (first.outcome.rows_read, first.outcome.added, first.outcome.duplicates) == (60, 60, 0)
    assert (again.outcome.added, again.outcome.duplicates) == (0, 60)
    assert (overlap.outcome.added, overlap.outcome.duplicates) == (1, 30)
    assert again.outcome.first_listen_at == first.outcome.first_listen_at


async def test_two_songs_in_one_second_are_both_kept(histories: Histories) -> None:
    user_id = await histories.user()
    rows = [extended_row("2024-01-01T00:10:00Z", "One"), extended_row("2024-01-01T00:10:00Z", "Two")]
    assert (await histories.add(user_id, rows)).outcome.added == 2


async def test_the_same_song_twice_in_one_second_is_kept_once_at_its_longest(histories: Histories) -> None:
    user_id = await histories.user()
    rows = [extended_row("2024-01-01T00:10:00Z", ms=ms) for ms in (1_000, 60_000, 2_000)]
    outcome = (await histories.add(user_id, rows)).outcome
    assert (outcome.added, outcome.duplicates) == (1, 2)
    assert [row["ms_played"] for row in await histories.listens(user_id)] == [60_000]


async def test_short_rows_are_kept_and_not_counted(histories: Histories) -> None:
    user_id = await histories.user()
    rows = [
        extended_row("2024-01-01T00:10:00Z", "Short", ms=29_999, reason_end="fwdbtn"),
        extended_row("2024-01-01T00:20:00Z", "Jingle", ms=9_000),
        extended_row("2024-01-01T00:30:00Z", "Long", ms=30_000, reason_end="fwdbtn"),
    ]
    outcome = (await histories.add(user_id, rows)).outcome
    assert (outcome.added, outcome.not_counted) == (3, 1)
    assert await titles(histories, user_id) == [("Short", False), ("Jingle", True), ("Long", True)]


async def test_rows_that_are_no_music_or_unusable_are_listed(histories: Histories) -> None:
    user_id = await histories.user()
    none = {"master_metadata_track_name": None, "master_metadata_album_artist_name": None}
    rows: list[Row] = [
        extended_row("2024-01-01T00:10:00Z") | none | {"episode_name": "Folge 1"},
        extended_row("2024-01-01T00:10:00Z") | none | {"audiobook_title": "Book"},
        extended_row("2024-01-01T00:10:00Z") | none,
        extended_row("1970-01-01T00:00:09Z"),
        extended_row("2024-01-01T00:10:00Z", ms=-1),
        extended_row("2024-01-01T00:10:00Z", "nul\0"),
        extended_row("2024-01-01T00:10:00Z", "x" * 2001),
        extended_row("2024-01-01T00:10:00Z") | {"ms_played": "long"},
        extended_row("2024-01-01T00:10:00Z"),
    ]
    imported = await histories.add(user_id, rows)
    outcome = imported.outcome
    assert (outcome.rows_read, outcome.added, outcome.skipped, outcome.rejected) == (9, 1, 3, 5)


async def test_account_data_and_extended_history_make_no_twins(histories: Histories) -> None:
    extended = [
        extended_row("2024-01-01T00:10:20Z", "One"),
        extended_row("2024-01-01T00:14:59Z", "Two", ms=180_000),
        extended_row("2024-01-01T00:20:00Z", "Only extended"),
    ]
    account = [
        account_row("2024-01-01 00:10", "ONE"),
        account_row("2024-01-01 00:14", "Two", ms=180_000),
        account_row("2024-01-01 00:30", "Only account"),
    ]
    for files in ((extended, account), (account, extended)):
        user_id = await histories.user()
        added = [(await histories.add(user_id, rows)).outcome.added for rows in files]
        assert added == [3, 1]
        counted = [row["title"] for row in await histories.listens(user_id) if row["counted"]]
        assert sorted(counted) == ["One", "Only account", "Only extended", "Two"]


async def test_one_row_of_the_extended_history_hides_one_of_the_account(histories: Histories) -> None:
    user_id = await histories.user()
    await histories.add(user_id, [extended_row("2024-01-01T00:10:20Z")])
    same_minute = [account_row("2024-01-01 00:10"), account_row("2024-01-01 00:10", ms=40_000)]
    assert (await histories.add(user_id, same_minute)).outcome.added == 1


async def test_taking_an_import_back_shows_what_it_had_hidden(histories: Histories) -> None:
    user_id = await histories.user()
    await histories.add(user_id, [account_row("2024-01-01 00:10")])
    extended = await histories.add(
        user_id, [extended_row("2024-01-01T00:10:20Z"), extended_row("2024-01-02T00:10:20Z")]
    )
    assert len([row for row in await histories.listens(user_id) if row["counted"]]) == 2
    async with histories.database.user_transaction(user_id) as session:
        await undo_import(session, user_id, extended.id)
    [listen] = await histories.listens(user_id)
    assert (listen["source"], listen["counted"], listen["twin_of"]) == ("spotify_account", True, None)


async def test_repeats_inside_the_extended_history_are_hidden(histories: Histories) -> None:
    user_id = await histories.user()
    rows = [
        extended_row("2024-01-01T00:10:00Z", "Messy"),
        extended_row("2024-01-01T00:10:29Z", "Messy"),
        extended_row("2024-01-01T00:10:50Z", "Messy"),
        extended_row("2024-01-01T00:11:30Z", "Messy"),
        extended_row("2024-01-01T00:10:10Z", "Other"),
        extended_row("2024-01-02T00:00:00Z", "Offline", offline_timestamp=1_704_000_000, ms=100_000),
        extended_row("2024-01-02T09:00:00Z", "Offline", offline_timestamp=1_704_000_000_000, ms=120_000),
        extended_row("2024-01-02T09:00:00Z", "Offline too", offline_timestamp=1_704_000_000),
    ]
    outcome = (await histories.add(user_id, rows)).outcome
    assert (outcome.added, outcome.duplicates) == (5, 3)
    shown = [(row["title"], row["ms_played"]) for row in await histories.listens(user_id) if row["counted"]]
    assert sorted(shown) == [
        ("Messy", 200_000),
        ("Messy", 200_000),
        ("Offline", 120_000),
        ("Offline too", 200_000),
        ("Other", 200_000),
    ]


async def test_another_user_cannot_take_an_import_back(histories: Histories) -> None:
    alice, bob = await histories.user(), await histories.user()
    imported = await histories.add(alice, [extended_row("2024-01-01T00:10:00Z")])
    with pytest.raises(ImportNotFoundError):
        async with histories.database.user_transaction(bob) as session:
            await undo_import(session, bob, imported.id)
    assert len(await histories.listens(alice)) == 1
    assert await histories.listens(bob) == []


@pytest.mark.parametrize("data", [b"", b"[", b"not json", b'[{"some":"thing"}]', b"\x00\x01\x02", b"[]"])
async def test_unreadable_files_leave_nothing(histories: Histories, data: bytes) -> None:
    user_id = await histories.user()
    with pytest.raises(UnreadableFileError):
        await histories.add(user_id, data, "history.json")
    assert await histories.listens(user_id) == []


async def test_a_real_export(histories: Histories, shared_data: Path) -> None:
    user_id = await histories.user()
    data = (shared_data / "listening" / "Streaming_History_Audio_spotify_import_test.json").read_bytes()
    outcome = (await histories.add(user_id, data)).outcome
    assert (outcome.rows_read, outcome.added, outcome.rejected) == (39, 39, 0)
    assert outcome.not_counted == 22
