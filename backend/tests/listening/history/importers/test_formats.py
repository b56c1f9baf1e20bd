"""Every format from file to listens: what is recognised, kept and left out."""

import io
import json
import re
import zipfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from fixtures.exports import (
    ADDRESSES,
    BY_FORMAT,
    EXPORTS,
    MBID,
    ONE,
    PRIVATE,
    TWO,
    Export,
    apple_activity,
    koito_row,
    recording_of,
    table,
    youtube_row,
    zipped,
)
from fixtures.listening import Histories, utc
from musaic.listening.history.errors import UnreadableFileError
from musaic.listening.history.importers import head_of, importers
from musaic.listening.history.ports import Given, Passed, Play
from musaic.listening.history.reading.archive import open_upload
from musaic.listening.history.service.read import choose
from musaic.platform.database import Database

ALMATY = ZoneInfo("Asia/Almaty")
ALL = pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.formats)


def read(data: bytes, name: str, folder: Path, zone: ZoneInfo = ALMATY) -> tuple[str, list[Play | Passed]]:
    """Return the formats of an upload and its entries."""
    path = folder / "upload"
    path.write_bytes(data)
    with open_upload(path, name, folder) as files:
        given = Given(zone, files)
        chosen = choose(files, None, given)
        entries = [
            entry
            for file, importer, *_ in chosen
            for entries in importer.read(file, given)
            for entry in entries
        ]
    return ",".join(importer.name for _, importer, *_ in chosen), entries


def plays(entries: list[Play | Passed]) -> list[tuple[str, str, Any]]:
    found = [(entry.artist, entry.title, entry.stamped_at) for entry in entries if isinstance(entry, Play)]
    return sorted(found, key=lambda play: play[2])


@ALL
def test_a_format_is_recognised_and_read(export: Export, tmp_path: Path) -> None:
    formats, entries = read(export.data, export.name, tmp_path)
    assert formats == export.formats
    assert plays(entries) == export.stamps
    outcomes = Counter(entry.outcome for entry in entries if isinstance(entry, Passed))
    assert (outcomes["skipped"], outcomes["rejected"]) == (export.skipped, export.rejected)


@ALL
def test_the_name_of_a_file_does_not_matter(export: Export, tmp_path: Path) -> None:
    assert read(export.data, "upload", tmp_path)[0] == export.formats


@ALL
def test_no_two_formats_are_taken_for_each_other(export: Export, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(export.data)
    with open_upload(path, export.name, tmp_path) as files:
        for file in files:
            head = head_of(file)
            assert len([importer for importer in importers() if importer.recognises(head)]) <= 1


@ALL
def test_zoneless_times_follow_the_zone_and_others_do_not(export: Export, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(export.data)
    with open_upload(path, export.name, tmp_path) as files:
        given = Given(ALMATY, files)
        asked = any(importer.needs_zone(head, given) for _, importer, head, _ in choose(files, None, given))
    here = [entry for entry in read(export.data, "x", tmp_path)[1] if isinstance(entry, Play)]
    there = [
        entry for entry in read(export.data, "x", tmp_path, ZoneInfo("UTC"))[1] if isinstance(entry, Play)
    ]
    moved = {second.stamped_at - first.stamped_at for first, second in zip(here, there, strict=True)}
    assert moved <= {timedelta(0), timedelta(hours=5)}
    assert asked or moved == {timedelta(0)}
    assert asked is (timedelta(hours=5) in moved)


@pytest.mark.asyncio
@ALL
async def test_what_is_private_is_nowhere_in_the_database(
    export: Export, histories: Histories, database: Database
) -> None:
    user_id = await histories.user("Asia/Almaty")
    imported = await histories.add(user_id, export.data, "upload", zone="Asia/Almaty")
    outcome = imported.outcome
    assert outcome.rows_read == outcome.added + outcome.duplicates + outcome.skipped + outcome.rejected
    assert outcome.added == len(export.plays)
    again = await histories.add(user_id, export.data, "upload", zone="Asia/Almaty")
    assert (again.outcome.added, again.outcome.duplicates) == (0, len(export.plays))
    for line in await everything(database):
        assert PRIVATE not in line
        assert not any(address in line for address in ADDRESSES)


async def everything(database: Database) -> list[str]:
    """Return every row of every table as text, whoever owns it."""
    tables = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found: list[str] = []
    async with database.system_transaction() as session:
        await session.execute(text("SET LOCAL ROLE NONE"))
        for name in (await session.execute(tables)).scalars().all():
            rows = await session.execute(text(f'SELECT t::text FROM "{name}" t'))  # noqa: S608
            found += rows.scalars().all()
    assert len(found) > 3
    return found


def test_facts_are_kept_beside_the_names(tmp_path: Path) -> None:
    def first(name: str) -> Play:
        export = BY_FORMAT[name]
        entries = read(export.data, export.name, tmp_path)[1]
        return next(entry for entry in entries if isinstance(entry, Play))

    apple, deezer, rockbox = first("apple_music"), first("deezer"), first("rockbox")
    assert (apple.ms_played, apple.length_ms, apple.reason_end) == (200_000, 215_000, "NATURAL_END_OF_TRACK")
    assert (apple.offline, apple.platform, apple.conn_country) == (False, "IPHONE", "Kazakhstan")
    assert (deezer.ms_played, deezer.isrc, deezer.platform) == (200_000, "USRC17607839", "android")
    assert (rockbox.recording_mbid, rockbox.client, rockbox.length_ms) == (MBID, "Rockbox sansa", 215_000)
    listenbrainz = first("listenbrainz")
    assert (listenbrainz.recording_mbid, listenbrainz.isrc) == (recording_of(*ONE[:2]), "USRC17607839")
    assert (first("jellyfin").client, first("jellyfin").item) == ("Web", "i1")
    assert (first("maloja").client, first("maloja").length_ms) == ("phone", 215_000)
    assert first("koito").recording_mbid == MBID


@pytest.mark.asyncio
async def test_facts_reach_the_history(histories: Histories) -> None:
    user_id = await histories.user()
    await histories.add(user_id, BY_FORMAT["listenbrainz"].data, "listenbrainz.zip")
    one, two = await histories.listens(user_id)
    facts = (str(one["recording_mbid"]), one["isrc"], one["length_ms"])
    assert facts == (recording_of(*ONE[:2]), "USRC17607839", 215_000)
    assert (two["client"], two["ms_played"], two["source"]) == ("a player", 180_000, "listenbrainz")


@pytest.mark.asyncio
async def test_the_forms_of_one_service_are_one_history(histories: Histories) -> None:
    user_id = await histories.user()
    names = ("lastfm_csv", "lastfm_stats_csv", "lastfm_json", "lastfm_headerless_csv")
    added = [(await histories.add(user_id, BY_FORMAT[name].data, name)).outcome.added for name in names]
    assert added == [2, 0, 0, 0]


@pytest.mark.asyncio
async def test_skips_and_recognitions_are_kept_and_not_counted(histories: Histories) -> None:
    user_id = await histories.user()
    await histories.add(user_id, BY_FORMAT["rockbox"].data, ".scrobbler.log", zone="Asia/Almaty")
    assert [row["counted"] for row in await histories.listens(user_id)] == [True, False]
    other = await histories.user()
    outcome = (await histories.add(other, BY_FORMAT["shazam"].data, "x.csv", zone="Asia/Almaty")).outcome
    assert (outcome.added, outcome.not_counted) == (2, 2)
    assert {(row["source"], row["counted"]) for row in await histories.listens(other)} == {("shazam", False)}


@pytest.mark.asyncio
async def test_what_the_api_of_maloja_says(histories: Histories) -> None:
    export = json.loads(BY_FORMAT["maloja"].data)
    answer = json.dumps({"status": "ok", "list": export["scrobbles"]}, indent=4).encode()
    user_id = await histories.user()
    assert (await histories.add(user_id, BY_FORMAT["maloja"].data, "maloja_export_1.json")).outcome.added == 2
    outcome = (await histories.add(user_id, answer, "scrobbles.json")).outcome
    assert (outcome.added, outcome.duplicates, outcome.rejected) == (0, 2, 1)


@pytest.mark.asyncio
async def test_a_log_that_names_its_columns_says_when_songs_ended(histories: Histories) -> None:
    head = "#AUDIOSCROBBLER/1.1\n#TZ/UTC\n#CLIENT/Rockbox ipodvideo $Revision$\n"
    columns = "#ARTIST\t#ALBUM\t#TITLE\t#TRACKNUM\t#LENGTH\t#RATING\t#TIMESTAMP\t#MUSICBRAINZ_TRACKID\n"
    rows = "#1 Dads\t\tFirst\t1\t215\tL\t1745496315\t\n#1 Dads\t\tSecond\t2\t200\tS\t1745496320\t\n"
    user_id = await histories.user()
    outcome = (await histories.add(user_id, (head + columns + rows + head + rows).encode(), ".x.log")).outcome
    assert (outcome.rejected, outcome.added) == (0, 3)
    found = {int(row["stamped_at"].timestamp()) for row in await histories.listens(user_id)}
    assert found == {1745496100, 1745496315, 1745496320}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize("newline", [b"\r\n", b"\n", b"\r"])
def test_tables_in_any_encoding(encoding: str, newline: bytes, tmp_path: Path) -> None:
    rows = [("uts", "artist", "track"), (1714557600, "Кино", "Группа крови"), (1714557900, "A", "B, C")]
    plain = table(*rows).decode().replace("\r\n", newline.decode())
    formats, entries = read(plain.encode(encoding), "x.csv", tmp_path)
    assert formats == "lastfm_csv"
    assert [play[:2] for play in plays(entries)] == [("Кино", "Группа крови"), ("A", "B, C")]


def test_western_tables_of_old_code_pages(tmp_path: Path) -> None:
    data = table(("uts", "artist", "track"), (1714557600, "Björk", "Jóga à la café"), encoding="cp1252")
    assert plays(read(data, "x.csv", tmp_path)[1])[0][:2] == ("Björk", "Jóga à la café")


def test_apple_without_its_wrappings(tmp_path: Path) -> None:
    files = apple_activity()
    activity = next(data for name, data in files.items() if name.endswith("Play Activity.csv"))
    formats, entries = read(activity, "Apple Music Play Activity.csv", tmp_path)
    assert formats == "apple_music"
    assert {play[0] for play in plays(entries)} == {"Unknown artist"}
    assert len(plays(read(zipped(files), "Apple_Media_Services.zip", tmp_path)[1])) == 4


def test_texts_of_a_workbook_may_be_shared(tmp_path: Path) -> None:
    export = BY_FORMAT["deezer"]
    with zipfile.ZipFile(io.BytesIO(export.data)) as book:
        members = {name: book.read(name) for name in book.namelist()}
    texts: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        texts.append(b"<si><r><t>%s</t></r><rPh><t>hint</t></rPh></si>" % found[2])
        return b'<c%s t="s"><v>%d</v></c>' % (found[1], len(texts) - 1)

    inline = re.compile(rb'<c([^>]*) t="inlineStr"[^>]*><is><t>([^<]*)</t></is></c>')
    sheet = "xl/worksheets/sheet2.xml"
    members[sheet] = inline.sub(share, members[sheet])
    members["xl/sharedStrings.xml"] = b"<sst>%s</sst>" % b"".join(texts)
    assert len(texts) > 10
    assert plays(read(zipped(members), "deezer.xlsx", tmp_path)[1]) == export.stamps


def test_koito_of_another_version_is_refused(tmp_path: Path) -> None:
    data = {"version": "2", "exported_at": "2024-05-02T00:00:00Z", "user": "x", "listens": [koito_row(*ONE)]}
    with pytest.raises(UnreadableFileError) as caught:
        read(json.dumps(data).encode(), "koito.json", tmp_path)
    assert caught.value.code == "wrong_version"


def test_a_language_that_nobody_told_us(tmp_path: Path) -> None:
    titles = [f"Song {number}" for number in range(12)] + [ONE[1], TWO[1]]
    for wrap in ("Nézted: {}", "{} megtekintve", "Olet katsonut videon {}"):
        rows = [youtube_row(wrap.format(title), "Artist - Topic", "2024-05-01T10:00:00Z") for title in titles]
        entries = read(json.dumps(rows).encode(), "history.json", tmp_path)[1]
        assert [entry.title for entry in entries if isinstance(entry, Play)] == titles


def test_real_exports(shared_data: Path, tmp_path: Path) -> None:
    counts = {}
    for name in ("maloja_import_test.json", "recenttracks-shoko2-1749776100.json"):
        formats, entries = read((shared_data / "listening" / name).read_bytes(), name, tmp_path)
        counts[formats] = (len(plays(entries)), len(entries))
    assert counts == {"maloja": (38, 38), "lastfm_json": counts["lastfm_json"]}
    assert counts["lastfm_json"][0] > 0
    assert utc("2025-06-13T00:55:00+00:00") in {play[2] for play in plays(entries)}
