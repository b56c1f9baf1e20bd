"""Audioscrobbler 1.2: plain text, three addresses, the first word of a reply is what counts.

Replies are 200 whatever the word, as those of the original service were: clients read the word.
"""

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime

from redis.exceptions import RedisError
from starlette.responses import Response

from musaic.catalog.public import comparison_key, fits
from musaic.listening.history.rules import EARLIEST
from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.parts import parts
from musaic.listening.scrobbling.protocols.call import Call, Trouble, clean_client
from musaic.listening.scrobbling.protocols.lastfm.parameters import duration_ms, mbid
from musaic.listening.scrobbling.service import apps, login, now_playing
from musaic.listening.scrobbling.service.submit import submit
from musaic.listening.scrobbling.song import Scrobble, Song
from musaic.platform import clock

PROTOCOL = "1.2"
_VERSIONS = ("1.2", "1.2.1")
MOST_SCROBBLES = 50
_SKEW_S = 180
_AHEAD_S = 3_600
_SEEN_PREFIX = "musaic:handshake:"
_FIELD = re.compile(r"([a-z])\[(\d{1,4})\]")
_TROUBLES = {
    Trouble.TOO_MANY: (429, "FAILED Too many requests, please wait"),
    Trouble.TOO_LARGE: (413, "FAILED The request is too large"),
    Trouble.AWAY: (503, "FAILED Musaic is catching its breath, please try again"),
    Trouble.BROKEN: (500, "FAILED Something went wrong on our side"),
    Trouble.METHOD: (405, "FAILED Use GET or POST"),
}


class AudioscrobblerApi:
    """The protocol of that name; ``submission_root`` is where its two further addresses lie."""

    name = "audioscrobbler"
    most_bytes = 512 * 1024

    async def answer(self, call: Call) -> Response:
        """Answer a handshake, a song of this moment, or a batch, by the end of the path."""
        try:
            values = call.form()
        except ValueError:
            return _text("FAILED Too many parameters")
        path = call.request.url.path.rstrip("/")
        if "hs" in call.query:
            return await _handshake(call, values)
        if path.endswith("np_1.2"):
            return await _playing(call, values)
        if path.endswith("protocol_1.2"):
            return await _submit(call, values)
        return _text("FAILED Shake hands first, with hs=true")

    def refuse(self, trouble: Trouble, call: Call | None) -> Response:  # noqa: ARG002  the port
        """Say what is wrong beside the call itself."""
        status, words = _TROUBLES[trouble]
        return _text(words, status)


def _text(words: str, status: int = 200) -> Response:
    return Response(f"{words}\n", status, media_type="text/plain; charset=utf-8")


async def _handshake(call: Call, values: Mapping[str, str]) -> Response:
    if values.get("p", "1.2") not in _VERSIONS:
        return _text("FAILED Only version 1.2 of the protocol is spoken here")
    stamp, signature, user = (values.get(name, "") for name in ("t", "a", "u"))
    try:
        is_late = abs(int(stamp) - time.time()) > _SKEW_S
    except (ValueError, OverflowError):
        is_late = True
    if is_late:
        return _text("BADTIME")
    caller = await login.by_stamp(call.database, user, stamp, signature)
    if caller is None:
        return _text("BADAUTH")
    if not await _is_first(f"{caller.app_id}:{stamp}:{signature}"):
        return _text("FAILED This handshake was used before, shake hands again")
    client = clean_client(f"{values.get('c', '')} {values.get('v', '')}") or call.agent
    key = await login.open_session(call.database, caller, PROTOCOL, client)
    root = call.base_url
    return _text(f"OK\n{key}\n{root}/np_1.2\n{root}/protocol_1.2")


async def _is_first(handshake: str) -> bool:
    """Tell whether this handshake was not seen before; while Valkey is away everything is new."""
    try:
        taken = await parts().redis.set(f"{_SEEN_PREFIX}{handshake}", "1", nx=True, ex=2 * _SKEW_S)
    except (RedisError, OSError):
        return True
    return bool(taken)


async def _session(call: Call, values: Mapping[str, str]) -> Caller | None:
    key = values.get("s", "")
    return await login.by_session(call.database, key, PROTOCOL) if key else None


async def _playing(call: Call, values: Mapping[str, str]) -> Response:
    caller = await _session(call, values)
    if caller is None:
        return _text("BADSESSION")
    song = _song({name: values.get(name, "") for name in "atblnm"})
    if song is None:
        return _text("FAILED Artist and title are needed")
    async with call.database.user_transaction(caller.user_id) as session:
        await apps.used(session, caller.user_id, caller.app_id, caller.client)
    await now_playing.start(caller, song)
    return _text("OK")


async def _submit(call: Call, values: Mapping[str, str]) -> Response:
    caller = await _session(call, values)
    if caller is None:
        return _text("BADSESSION")
    rows: dict[int, dict[str, str]] = {}
    for name, value in values.items():
        match = _FIELD.fullmatch(name)
        if match:
            rows.setdefault(int(match[2]), {})[match[1]] = value
    if not rows:
        return _text("FAILED There is nothing in this submission")
    if len(rows) > MOST_SCROBBLES:
        return _text(f"FAILED At most {MOST_SCROBBLES} listens are taken at once")
    # A row that cannot be kept would only come again and again: the rest is taken without it.
    scrobbles = [found for index in sorted(rows) if (found := _scrobble(rows[index])) is not None]
    if scrobbles:
        async with call.database.user_transaction(caller.user_id) as session:
            await submit(session, caller, scrobbles)
    return _text("OK")


def _scrobble(row: dict[str, str]) -> Scrobble | None:
    """Return the scrobble of a row; None for one without names or a time that can be true."""
    song = _song({key: row.get(key, "") for key in "atblnm"})
    try:
        seconds = int(row.get("i", ""))
    except ValueError:
        return None
    if song is None or not EARLIEST.timestamp() <= seconds <= clock.now().timestamp() + _AHEAD_S:
        return None
    return Scrobble(song, datetime.fromtimestamp(seconds, UTC))


def _song(row: dict[str, str]) -> Song | None:
    clean = {key: value.replace("\0", "").strip() for key, value in row.items()}
    artist, title, album = clean["a"], clean["t"], clean["b"]
    if not fits(comparison_key(artist)) or not fits(comparison_key(title)):
        return None
    recording = mbid(clean["m"])
    length = duration_ms(clean["l"])
    facts: dict[str, object] = {
        "tracknumber": clean["n"],
        "recording_mbid": str(recording) if recording else "",
        "duration_ms": length,
    }
    return Song(
        artist=artist,
        title=title,
        album=album if album and fits(comparison_key(album)) else None,
        duration_ms=length,
        recording_mbid=recording,
        info={name: value for name, value in facts.items() if value},
    )
