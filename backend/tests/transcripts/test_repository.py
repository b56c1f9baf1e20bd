"""Row-level security: a query that forgets its owner still sees nothing of others."""

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import DBAPIError

from fixtures.api import Actor
from musaic.platform.database import Database
from musaic.transcripts.models import Transcript, TranscriptSegment
from musaic.transcripts.ports import Segment, Word
from musaic.transcripts.repository import replace_segments, segments
from transcripts.conftest import Upload

pytestmark = pytest.mark.asyncio


async def transcript_of(actor: Actor, upload: Upload, database: Database) -> Transcript:
    reply = await actor.client.post("/api/v1/transcripts", json={"media_id": await upload(actor)})
    assert reply.status_code == 202
    async with database.user_transaction(actor.user_id) as session:
        found = (await session.execute(select(Transcript))).scalar_one()
        spoken = Segment(0, 900, "S1", "kk", "сәлем\x00 \udc00", (Word(0, 400, "сә\x00лем", None),))
        await replace_segments(session, actor.user_id, found.id, [spoken] * 2_345)
    return found


async def test_what_the_database_cannot_hold_is_dropped(
    alice: Actor, upload: Upload, database: Database
) -> None:
    mine = await transcript_of(alice, upload, database)
    async with database.user_transaction(alice.user_id) as session:
        rows = await segments(session, alice.user_id, mine.id)
    assert [row.position for row in rows] == list(range(2_345))
    assert rows[0].text == "сәлем "
    assert rows[0].words == [{"start_ms": 0, "end_ms": 400, "text": "сәлем", "confidence": None}]


async def test_a_query_without_an_owner_sees_only_ones_own_rows(
    alice: Actor, bob: Actor, upload: Upload, database: Database
) -> None:
    mine = await transcript_of(alice, upload, database)
    for table in (Transcript, TranscriptSegment):
        async with database.user_transaction(bob.user_id) as session:
            count = (await session.execute(select(func.count()).select_from(table))).scalar_one()
        assert count == 0, table.__tablename__
    values = {"transcript_id": mine.id, "user_id": alice.user_id, "position": 9_999, "start_ms": 0}
    row = values | {"end_ms": 1, "speaker": "S1", "language": "en", "text": "", "words": []}
    with pytest.raises(DBAPIError, match="row-level security"):
        async with database.user_transaction(bob.user_id) as session:
            await session.execute(insert(TranscriptSegment).values(row))
