"""After an upgrade, names are read again; each night somebody's charts are verified."""

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from fixtures.listening import Histories, RunJob, extended_row
from musaic.jobs.public import Upkeep
from musaic.listening.analytics import public as analytics
from musaic.listening.analytics.upkeep import verify_sample, verify_user
from musaic.listening.rules.tasks import catch_up
from musaic.platform.settings import Settings

pytestmark = pytest.mark.asyncio

ROWS = [
    extended_row("2024-05-01T10:00:00Z", "Song"),
    extended_row("2024-05-02T10:00:00Z", "Song (feat. B) - Remastered", album="Album (Deluxe)"),
]
# As a history looks that was made before names were told apart.
OLD = (
    "UPDATE listen SET track_id = named_track_id, album_id = named_album_id",
    "UPDATE song_name SET track_id = named_track_id, artist_ids = artist_ids[1:1]",
    "UPDATE record_name SET album_id = named_album_id",
    "DELETE FROM song_artist",
    "INSERT INTO song_artist SELECT user_id, track_id, artist_ids[1], 0 FROM song_name",
    "INSERT INTO name_switches (user_id, naming) SELECT user_id, 0 FROM listening_state",
)


async def execute(histories: Histories, *statements: str) -> None:
    async with histories.database.system_transaction() as session:
        for statement in statements:
            await session.execute(text(statement))


async def scalar(histories: Histories, query: str) -> object:
    async with histories.database.system_transaction() as session:
        return (await session.execute(text(query))).scalar_one()


async def test_names_of_an_older_musaic_are_read_again(
    histories: Histories, app: FastAPI, run_job: RunJob
) -> None:
    assert app
    user_id = await histories.user()
    await histories.add(user_id, ROWS)
    await execute(histories, *OLD)
    upkeep = Upkeep(histories.database, Settings())
    await catch_up(upkeep)
    await catch_up(upkeep)
    assert await scalar(histories, "SELECT count(*) FROM job") == 1
    await run_job(str(await scalar(histories, "SELECT id FROM job")))
    assert await scalar(histories, "SELECT max(plays) FROM track_total") == 2
    assert await scalar(histories, "SELECT count(*) FROM artist_total") == 2
    async with histories.database.user_transaction(user_id) as session:
        assert await analytics.verify(session, user_id) == []
    await catch_up(upkeep)
    assert await scalar(histories, "SELECT count(*) FROM job") == 1


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE track_total SET plays = plays + 1",
        "UPDATE artist_total SET ms_played = 0",
        "DELETE FROM hour_total",
        "UPDATE month_total SET plays = 9",
        "UPDATE day_total SET first_at = first_at - interval '1 hour'",
        "DELETE FROM album_total",
        "DELETE FROM song_artist WHERE position = 1",
        "UPDATE listen SET track_id = named_track_id",
        "DELETE FROM song_name",
        "UPDATE label_month SET plays = plays + 1",
        "DELETE FROM label_total",
        "INSERT INTO song_label SELECT user_id, track_id, 'genre', 'rock' FROM track_total",
    ],
)
async def test_damage_is_found_and_mended_at_night(histories: Histories, damage: str) -> None:
    user_id = await histories.user("Asia/Almaty")
    await histories.add(user_id, ROWS)
    assert await verify_user(histories.database, user_id, mend=False) == 0
    await execute(histories, damage)
    assert await verify_user(histories.database, user_id, mend=False) > 0
    await verify_sample(Upkeep(histories.database, Settings()))
    assert await verify_user(histories.database, user_id, mend=False) == 0
    assert await scalar(histories, "SELECT sum(plays) FROM track_total") == 2
