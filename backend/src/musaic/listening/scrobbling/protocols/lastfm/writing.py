"""Scrobbles, the song of this moment, and loved songs over the 2.0 API."""

from dataclasses import dataclass
from datetime import UTC, datetime

from musaic.catalog.public import comparison_key, fits
from musaic.listening.history.rules import EARLIEST
from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.protocols.lastfm.markup import Node, leaf
from musaic.listening.scrobbling.protocols.lastfm.parameters import (
    Code,
    LastfmError,
    Parameters,
    duration_ms,
    mbid,
)
from musaic.listening.scrobbling.service import apps, now_playing
from musaic.listening.scrobbling.service.opinions import judge_song
from musaic.listening.scrobbling.service.submit import submit
from musaic.listening.scrobbling.song import Scrobble, Song
from musaic.platform import clock

_AHEAD_S = 3_600
_TAKEN, _BAD_ARTIST, _BAD_TRACK, _TOO_OLD, _TOO_NEW = range(5)
_WHY = {
    _TAKEN: "",
    _BAD_ARTIST: "Artist was ignored",
    _BAD_TRACK: "Track was ignored",
    _TOO_OLD: "Timestamp was too far in the past",
    _TOO_NEW: "Timestamp was too far in the future",
}
Row = dict[str, str]


@dataclass(frozen=True)
class _Read:
    """One row of a batch: what it says, and why it cannot be taken (0: it can)."""

    row: Row
    scrobble: Scrobble | None
    ignored: int


async def scrobble(parameters: Parameters, caller: Caller) -> Node:
    """Take up to fifty scrobbles; each is accepted, also when it was sent before, or ignored."""
    read = [_read(row) for row in parameters.rows()]
    taken = [each.scrobble for each in read if each.scrobble is not None]
    if taken:
        async with parameters.call.database.user_transaction(caller.user_id) as session:
            await submit(session, caller, taken)
    return Node(
        "scrobbles",
        attributes={"accepted": len(taken), "ignored": len(read) - len(taken)},
        children=[Node("scrobble", children=_children(each)) for each in read],
    )


async def update_now_playing(parameters: Parameters, caller: Caller) -> Node:
    """Show the song of this moment."""
    row = dict(parameters.folded)
    artist, track = parameters.required("artist"), parameters.required("track")
    ignored = _names_ignored(artist, track)
    if not ignored:
        async with parameters.call.database.user_transaction(caller.user_id) as session:
            await apps.used(session, caller.user_id, caller.app_id, caller.client)
        await now_playing.start(caller, _song(row))
    return Node("nowplaying", children=_children(_Read(row, None, ignored), stamped=False))


async def love(parameters: Parameters, caller: Caller) -> None:
    """Mark a song as loved."""
    await _judge(parameters, caller, 1)


async def unlove(parameters: Parameters, caller: Caller) -> None:
    """Take that back."""
    await _judge(parameters, caller, 0)


async def _judge(parameters: Parameters, caller: Caller, score: int) -> None:
    artist, track = parameters.required("artist"), parameters.required("track")
    async with parameters.call.database.user_transaction(caller.user_id) as session:
        if not await judge_song(session, caller.user_id, score, artist, track):
            raise LastfmError(Code.PARAMETERS, "Invalid parameters: these names cannot be kept.")


def _read(row: Row) -> _Read:
    if not {"artist", "track", "timestamp"} <= row.keys():
        raise LastfmError(Code.PARAMETERS, "Invalid parameters: artist, track and timestamp are needed.")
    try:
        seconds = int(row["timestamp"])
    except ValueError as error:
        raise LastfmError(Code.PARAMETERS, "Invalid parameters: timestamp is no Unix time.") from error
    ignored = _names_ignored(row["artist"], row["track"])
    if not ignored and seconds < EARLIEST.timestamp():
        ignored = _TOO_OLD
    if not ignored and seconds > clock.now().timestamp() + _AHEAD_S:
        ignored = _TOO_NEW
    if ignored:
        return _Read(row, None, ignored)
    return _Read(row, Scrobble(_song(row), datetime.fromtimestamp(seconds, UTC)), _TAKEN)


def _names_ignored(artist: str, track: str) -> int:
    for name, code in ((artist, _BAD_ARTIST), (track, _BAD_TRACK)):
        if "\0" in name or not fits(comparison_key(name)):
            return code
    return _TAKEN


def _song(row: Row) -> Song:
    """Return the song of a row; facts that make no sense are left out, these clients mean well."""
    album = row.get("album", "").replace("\0", "").strip()
    if not album or not fits(comparison_key(album)):
        album = ""
    length = duration_ms(row.get("duration", ""))
    recording = mbid(row.get("mbid", ""))
    facts: dict[str, object] = {
        "release_artist_name": row.get("albumartist", ""),
        "tracknumber": row.get("tracknumber", ""),
        "recording_mbid": str(recording) if recording else "",
        "duration_ms": length,
    }
    return Song(
        artist=row["artist"].strip(),
        title=row["track"].strip(),
        album=album or None,
        duration_ms=length,
        recording_mbid=recording,
        info={name: _clean(value) for name, value in facts.items() if value},
    )


def _clean(value: object) -> object:
    return value.replace("\0", "") if isinstance(value, str) else value


def _children(read: _Read, *, stamped: bool = True) -> list[Node]:
    row = read.row
    children = [
        leaf("track", row.get("track", ""), corrected=0),
        leaf("artist", row.get("artist", ""), corrected=0),
        leaf("album", row.get("album", ""), corrected=0),
        leaf("albumArtist", row.get("albumartist", ""), corrected=0),
    ]
    if stamped:
        children.append(leaf("timestamp", row.get("timestamp", "")))
    return [*children, leaf("ignoredMessage", _WHY[read.ignored], code=read.ignored)]
