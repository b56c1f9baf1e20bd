"""Importers that know a genre: it is kept with the song, and rules about it hold at once."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import text

from fixtures.api import Actor
from fixtures.listening import Histories
from fixtures.scrobbling import Player
from musaic.listening.analytics import public as analytics
from musaic.listening.history.ports import Importer, Play
from musaic.listening.history.repository import imports
from musaic.listening.history.service.apply import apply_import
from musaic.listening.history.service.staging import StagingWriter
from musaic.listening.rules import service as rules
from musaic.listening.rules.schemas import RuleIn

pytestmark = pytest.mark.asyncio


class Tagged:
    """The part of an importer that staging looks at."""

    source, stamp, coarse, recognitions = "tagged", "start", False, False


async def add(histories: Histories, user_id: int, folder: Path, plays: list[Play]) -> None:
    folder.mkdir()
    with StagingWriter(folder) as writer:
        writer.write(list(plays), cast("Importer", Tagged()), "file", 1)
    async with histories.database.user_transaction(user_id) as session:
        import_id = (await imports.add(session, user_id, filename="file")).id
        await apply_import(session, user_id, import_id, writer.files, writer.tally)


def play(title: str, artist: str, day: int, genre: str | None) -> Play:
    at = datetime(2024, 5, day, tzinfo=UTC)
    return Play(artist, title, None, None, at, ms_played=200_000, genres=(genre,) if genre else ())


async def scalars(histories: Histories, user_id: int, query: str) -> list[Any]:
    async with histories.database.user_transaction(user_id) as session:
        assert await analytics.verify(session, user_id) == []
        return list((await session.execute(text(query), {"user_id": user_id})).scalars())


async def test_a_genre_is_kept_and_can_be_excluded(histories: Histories, tmp_path: Path) -> None:
    user_id = await histories.user()
    async with histories.database.user_transaction(user_id) as session:
        await analytics.begin_change(session, user_id, "UTC")
        wanted = RuleIn(kind="exclude", entity="genre", text="Children's  Music")
        made = await rules.add_rule(session, user_id, wanted)
    plays = [
        play("Song", "A", 1, "Rock"),
        play("Lullaby", "B", 2, "CHILDREN'S MUSIC"),
        play("X", "C", 3, None),
    ]
    await add(histories, user_id, tmp_path / "one", plays)
    tags = "SELECT tag FROM track_tag WHERE user_id = :user_id ORDER BY 1"
    assert await scalars(histories, user_id, tags) == ["children's music", "rock"]
    counted = (
        "SELECT t.title FROM listen l JOIN track t ON t.id = l.track_id "
        "WHERE l.user_id = :user_id AND counted ORDER BY 1"
    )
    assert await scalars(histories, user_id, counted) == ["Song", "X"]
    await add(histories, user_id, tmp_path / "two", [play("Lullaby", "B", 9, None)])
    assert await scalars(histories, user_id, counted) == ["Song", "X"]
    async with histories.database.user_transaction(user_id) as session:
        await rules.undo_rule(session, user_id, made.rule.id)
    assert await scalars(histories, user_id, counted) == ["Lullaby", "Lullaby", "Song", "X"]


async def test_tags_of_a_player_are_genres_at_once(player: Player, alice: Actor) -> None:
    rule = {"kind": "exclude", "entity": "genre", "text": "Podcast"}
    assert (await alice.client.post("/api/v1/listening/names/rules", json=rule)).status_code == 200
    for number, tags in enumerate((["Jazz", "hard bop"], ["jazz"], None, ["podcast"])):
        info = {} if tags is None else {"tags": tags}
        song = {"artist_name": "A", "track_name": f"Song {number % 3}", "additional_info": info}
        listen = {"listened_at": 1_700_000_000 + 600 * number, "track_metadata": song}
        document = {"listen_type": "single", "payload": [listen]}
        assert (await player.client.post("/1/submit-listens", json=document)).status_code == 200
    chart = (await alice.client.get("/api/v1/listening/genres")).json()
    # The first song turned out to be what a rule keeps out.
    assert {item["name"]: item["plays"] for item in chart["items"]} == {"jazz": 1}
    assert (chart["plays"], chart["unknown"]["plays"]) == (2, 1)
