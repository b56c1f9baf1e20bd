"""Scrobbles of every protocol, from here on the same."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.history.ports import Play
from musaic.listening.history.reading.values import genre_list
from musaic.listening.history.service.live import LiveResult, add_live, delete_live
from musaic.listening.scrobbling.announce import LISTENS_CHANGED, announce
from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.identity import recording_msid
from musaic.listening.scrobbling.parts import parts
from musaic.listening.scrobbling.repository import details
from musaic.listening.scrobbling.service import apps, now_playing, outbox
from musaic.listening.scrobbling.song import Scrobble
from musaic.platform.database import after_commit


async def submit(session: AsyncSession, caller: Caller, scrobbles: Sequence[Scrobble]) -> list[LiveResult]:
    """Add scrobbles to the history, keep what else was said, pass them on; safe to repeat."""
    user_id = caller.user_id
    await apps.used(session, user_id, caller.app_id, caller.client)
    results = await add_live(
        session, user_id, [_play(scrobble) for scrobble in scrobbles], client=caller.app_name
    )
    new = [
        (result.listen_id, scrobble, result.twin_of)
        for result, scrobble in zip(results, scrobbles, strict=True)
        if result.listen_id is not None
    ]
    if new:
        said = [_detail(number, each) for number, each, _ in new]
        targets = await details.add(session, user_id, caller.app_id, said)
        shown = [(number, each) for number, each, twin in new if twin is None]
        await outbox.pass_on(session, caller, shown, targets)
        after_commit(session, lambda: announce(parts().redis, user_id, LISTENS_CHANGED))
    played = [(scrobble.song.artist, scrobble.song.title) for scrobble in scrobbles]
    after_commit(session, lambda: now_playing.finished(user_id, played))
    return results


async def delete(session: AsyncSession, user_id: int, listened_at: datetime, msid: UUID) -> int:
    """Delete the listens of that second and recording; return how many there were."""
    ids = await delete_live(
        session,
        user_id,
        listened_at=listened_at,
        matches=lambda artist, title, album: recording_msid(artist, title, album) == msid,
    )
    if ids:
        await details.remove(session, user_id, ids)
        after_commit(session, lambda: announce(parts().redis, user_id, LISTENS_CHANGED))
    return len(ids)


def _play(scrobble: Scrobble) -> Play:
    """Return the play; where the player did not measure, the length of the song is its time."""
    song = scrobble.song
    return Play(
        artist=song.artist,
        title=song.title,
        album=song.album,
        item=None,
        stamped_at=scrobble.listened_at,
        ms_played=scrobble.ms_played or song.duration_ms,
        recording_mbid=str(song.recording_mbid) if song.recording_mbid else None,
        isrc=song.isrc,
        length_ms=song.duration_ms,
        genres=genre_list(song.info.get("tags")),
    )


def _detail(listen_id: int, scrobble: Scrobble) -> tuple[int, UUID, dict[str, object], bool]:
    song = scrobble.song
    msid = recording_msid(song.artist, song.title, song.album)
    return listen_id, msid, song.info, scrobble.ms_played is None and song.duration_ms is not None
