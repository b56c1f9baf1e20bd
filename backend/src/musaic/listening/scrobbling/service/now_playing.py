"""The song of this moment: one key a user in Valkey, gone when the song is over.

It is no listen and never becomes one; the player scrobbles the song when it was played.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import structlog
from redis.exceptions import RedisError

from musaic.catalog.public import comparison_key
from musaic.listening.scrobbling.announce import NOW_PLAYING, announce
from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.parts import parts
from musaic.listening.scrobbling.song import Song
from musaic.platform import clock

KEY_PREFIX = "musaic:now-playing:"
# Players that do not say how long a song is get ten minutes, as elsewhere.
DEFAULT_S, LONGEST_S = 600, 24 * 3600

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Playing:
    """What a user plays now, and until when at the latest."""

    artist: str
    title: str
    album: str | None
    duration_ms: int | None
    client: str
    app_id: str
    started_at: datetime
    expires_at: datetime
    info: dict[str, Any]

    def is_song(self, artist: str, title: str) -> bool:
        """Tell whether this is the song of these names."""
        return _key(self.artist, self.title) == _key(artist, title)


async def get(user_id: int) -> Playing | None:
    """Return what the user plays now; None also while Valkey is away."""
    try:
        text = await parts().redis.get(f"{KEY_PREFIX}{user_id}")
    except (RedisError, OSError):
        return None
    if text is None:
        return None
    data = orjson.loads(text)
    moments = {name: datetime.fromisoformat(data[name]) for name in ("started_at", "expires_at")}
    return Playing(**data | moments)


async def start(caller: Caller, song: Song) -> None:
    """Show the song as playing; the same song again changes nothing."""
    present = await get(caller.user_id)
    if present is not None and present.is_song(song.artist, song.title):
        return
    lasts_s = min(LONGEST_S, max(1, song.duration_ms // 1000)) if song.duration_ms else DEFAULT_S
    moment = clock.now()
    playing = Playing(
        artist=song.artist,
        title=song.title,
        album=song.album,
        duration_ms=song.duration_ms,
        client=caller.client or caller.app_name,
        app_id=str(caller.app_id),
        started_at=moment,
        expires_at=moment + timedelta(seconds=lasts_s),
        info=song.info,
    )
    redis = parts().redis
    try:
        await redis.set(f"{KEY_PREFIX}{caller.user_id}", orjson.dumps(playing), ex=lasts_s)
    except (RedisError, OSError) as error:
        # Nothing to show for a while is no reason to fail a player.
        log.info("now_playing_lost", error=type(error).__name__)
        return
    await announce(redis, caller.user_id, NOW_PLAYING)


async def clear(user_id: int) -> None:
    """Show nothing as playing."""
    redis = parts().redis
    try:
        removed = await redis.delete(f"{KEY_PREFIX}{user_id}")
    except (RedisError, OSError):
        return
    if removed:
        await announce(redis, user_id, NOW_PLAYING)


async def finished(user_id: int, songs: Iterable[tuple[str, str]]) -> None:
    """Show nothing as playing if it is one of ``songs`` (artist, title), which were listened to."""
    present = await get(user_id)
    if present is not None and any(present.is_song(artist, title) for artist, title in songs):
        await clear(user_id)


def _key(artist: str, title: str) -> tuple[str, str]:
    return comparison_key(artist), comparison_key(title)
