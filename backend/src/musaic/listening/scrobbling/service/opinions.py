"""Loved and hated recordings."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.catalog.public import SongNames, comparison_key, fits, resolve_songs
from musaic.listening.scrobbling.identity import recording_msid
from musaic.listening.scrobbling.repository import feedback, reading


async def judge(
    session: AsyncSession, user_id: int, score: int, *, msid: UUID | None, mbid: UUID | None
) -> None:
    """Say 1, -1 or (to take it back) 0 of a recording that one or both identifiers name."""
    known = await _known(session, user_id, msid, mbid)
    await feedback.forget(session, user_id, msid=msid, mbid=mbid, track_id=known[0])
    if score:
        track_id, album_id = known
        await feedback.add(
            session,
            user_id,
            recording_msid=msid,
            recording_mbid=mbid,
            track_id=track_id,
            album_id=album_id,
            score=score,
        )


async def judge_song(session: AsyncSession, user_id: int, score: int, artist: str, title: str) -> bool:
    """Say the same of a song by its names; False when they cannot be kept."""
    if not all(fits(comparison_key(name)) for name in (artist, title)):
        return False
    [song] = await resolve_songs(session, [SongNames(artist, title, None)])
    msid = recording_msid(artist, title, None)
    await feedback.forget(session, user_id, msid=msid, mbid=None, track_id=song.track_id)
    if score:
        await feedback.add(session, user_id, recording_msid=msid, track_id=song.track_id, score=score)
    return True


async def _known(
    session: AsyncSession, user_id: int, msid: UUID | None, mbid: UUID | None
) -> tuple[int | None, int | None]:
    """Return (track id, album id) of a recording in the user's history."""
    row = None
    if mbid is not None:
        row = await reading.by_mbid(session, user_id, mbid)
    if row is None and msid is not None:
        row = await reading.by_msid(session, user_id, msid)
    if row is not None:
        return row["track_id"], row["album_id"]
    if msid is not None:
        # An imported listen carries no msid: it is worked out from the names. Rare, and a second at most.
        for spelling in await reading.spellings(session, user_id):
            if recording_msid(spelling["artist"], spelling["title"], spelling["album"]) == msid:
                return spelling["named_track_id"], spelling["named_album_id"]
    return None, None
