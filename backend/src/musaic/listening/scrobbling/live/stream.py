"""What goes over the wire of one stream: the song of this moment, and that charts have changed."""

import random
import time
from collections.abc import AsyncIterator

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from musaic.listening.scrobbling.announce import LISTENS_CHANGED, NOW_PLAYING
from musaic.listening.scrobbling.live.hub import LiveHub, Watch
from musaic.listening.scrobbling.repository.entities import spelled
from musaic.listening.scrobbling.repository.reading import versions
from musaic.listening.scrobbling.schemas import NowPlayingOut, PlayingOut
from musaic.listening.scrobbling.service import now_playing
from musaic.listening.scrobbling.service.now_playing import Playing
from musaic.platform import clock
from musaic.platform.security.tokens import Principal
from musaic.platform.web.sse import HEARTBEAT, encode, opening

# Proxies and sleeping laptops leave dead streams behind: each ends after about ten minutes.
_LONGEST_S = 600.0
_HEARTBEAT_S = 15.0
_RETRY_MS = (2000, 5000)


async def described(
    reader: AsyncSession | AsyncConnection, user_id: int, playing: Playing | None
) -> NowPlayingOut:
    """Return what plays as it goes over HTTP."""
    if playing is None:
        return NowPlayingOut(playing=None)
    found = await spelled(reader, user_id, playing.artist, playing.title, playing.album)
    ids = dict(found) if found else dict.fromkeys(("track_id", "artist_id", "album_id"))
    shown = {name: getattr(playing, name) for name in PlayingOut.model_fields.keys() - ids.keys()}
    return NowPlayingOut(playing=PlayingOut(**shown, **ids))


async def frames(hub: LiveHub, user: Principal) -> AsyncIterator[bytes]:
    """Yield the present state, then every change, until the session ends or the stream is old enough."""
    watch = hub.join(user.user_id)
    try:
        wire = _Wire(hub, watch)
        yield opening(random.randint(*_RETRY_MS), None) + await wire.news({NOW_PLAYING, LISTENS_CHANGED})  # noqa: S311
        ends_at = time.monotonic() + _LONGEST_S * random.uniform(0.9, 1.0)  # noqa: S311  spreads load
        while time.monotonic() < ends_at:
            changed = await watch.wait(wire.patience_s(_HEARTBEAT_S))
            news = await wire.news(changed | wire.over())
            if news:
                yield news
            elif not await hub.is_open(user):
                return
            else:
                yield HEARTBEAT
    finally:
        hub.leave(watch)


class _Wire:
    """One stream's memory of what it has sent."""

    def __init__(self, hub: LiveHub, watch: Watch) -> None:
        self._hub = hub
        self._user_id = watch.user_id
        self._number = 0
        self._sent: dict[str, bytes] = {}
        self._playing: Playing | None = None

    def patience_s(self, most: float) -> float:
        """Return how long to wait at most: a song that runs out sends no hint."""
        if self._playing is None:
            return most
        left = (self._playing.expires_at - clock.now()).total_seconds()
        return min(most, max(0.05, left + 0.05))

    def over(self) -> set[str]:
        """Return what changed by itself."""
        is_over = self._playing is not None and self._playing.expires_at <= clock.now()
        return {NOW_PLAYING} if is_over else set()

    async def news(self, changed: set[str]) -> bytes:
        """Return the frames of what changed and is not what was sent last."""
        frames = b""
        if NOW_PLAYING in changed:
            self._playing = await now_playing.get(self._user_id)
            async with self._hub.database.glance_engine.connect() as connection:
                shown = await described(connection, self._user_id, self._playing)
            frames += self._frame(NOW_PLAYING, shown.model_dump_json().encode())
        if LISTENS_CHANGED in changed:
            async with self._hub.database.glance_engine.connect() as connection:
                version = (await versions(connection, [self._user_id])).get(self._user_id, 0)
            frames += self._frame(LISTENS_CHANGED, orjson.dumps({"version": f"{version:x}"}))
        return frames

    def _frame(self, name: str, data: bytes) -> bytes:
        if self._sent.get(name) == data:
            return b""
        self._sent[name] = data
        self._number += 1
        return encode(self._number, name, data.decode())
