"""Reading the history over the ListenBrainz API."""

from typing import Any

from starlette.responses import Response

from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.identity import recording_msid
from musaic.listening.scrobbling.protocols.call import Call
from musaic.listening.scrobbling.protocols.listenbrainz.replies import (
    ApiError,
    bad_request,
    number_of,
    reply,
)
from musaic.listening.scrobbling.protocols.listenbrainz.validation import parse_json
from musaic.listening.scrobbling.repository import feedback, reading
from musaic.listening.scrobbling.repository.reading import Window, clamp
from musaic.listening.scrobbling.service import now_playing

_COUNT, _MOST = 25, 1_000
_SERVICE = "lastfm"
_SERVICE_LENGTH = 64
_LATEST = 2**53


async def listens(call: Call, caller: Caller, user: str) -> Response:
    """Return listens, newest first; both bounds are exclusive."""
    count = number_of(call.query, "count", _COUNT, least=1, most=_MOST)
    max_ts, min_ts = (_bound(call, name) for name in ("max_ts", "min_ts"))
    if max_ts is not None and min_ts is not None and max_ts <= min_ts:
        message = "max_ts should be greater than min_ts."
        raise bad_request(message)
    window = Window(
        since=Window.since if min_ts is None else clamp(min_ts + 1),
        until=Window.until if max_ts is None else clamp(max_ts),
    )
    async with call.database.user_transaction(caller.user_id) as session:
        # From a lower bound alone, clients walk upwards.
        rows = await reading.page(
            session,
            caller.user_id,
            window,
            limit=count,
            oldest=min_ts is not None and max_ts is None,
        )
        newest = await reading.page(session, caller.user_id, Window(), limit=1)
        first = await reading.page(session, caller.user_id, Window(), limit=1, oldest=True)
    payload = {
        "count": len(rows),
        "user_id": user,
        "listens": [_listen(row, user) for row in rows],
        "latest_listen_ts": _stamp(newest[0]) if newest else 0,
        "oldest_listen_ts": _stamp(first[0]) if first else 0,
    }
    return reply({"payload": payload})


def _bound(call: Call, name: str) -> int | None:
    if not call.query.get(name):
        return None
    return number_of(call.query, name, 0, most=_LATEST)


async def listen_count(call: Call, caller: Caller, user: str) -> Response:  # noqa: ARG001  one shape
    """Return how many listens there are."""
    async with call.database.user_transaction(caller.user_id) as session:
        count = await reading.count(session, caller.user_id, Window())
    return reply({"payload": {"count": count}})


async def playing_now(call: Call, caller: Caller, user: str) -> Response:  # noqa: ARG001
    """Return what plays now, if anything."""
    playing = await now_playing.get(caller.user_id)
    found: list[dict[str, Any]] = []
    if playing is not None:
        metadata = _metadata(playing.artist, playing.title, playing.album, playing.info)
        found = [{"track_metadata": metadata, "user_name": user, "playing_now": True}]
    return reply({"payload": {"count": len(found), "user_id": user, "playing_now": True, "listens": found}})


async def latest_import(call: Call, caller: Caller, user: str) -> Response:  # noqa: ARG001
    """Return up to when an outside importer has read."""
    wanted = call.query.get("user_name") or caller.user_name
    if wanted.lower() != caller.user_name.lower():
        raise ApiError(404, f"Cannot find user: {wanted}")
    service = _service(call.query.get("service"))
    async with call.database.user_transaction(caller.user_id) as session:
        latest = await feedback.latest_import(session, caller.user_id, service)
    return reply({"musicbrainz_id": caller.user_name, "latest_import": latest, "status": None, "error": None})


async def set_latest_import(call: Call, caller: Caller, user: str) -> Response:  # noqa: ARG001
    """Move that moment forward."""
    document = parse_json(call.body)
    moment = document.get("ts") if isinstance(document, dict) else None
    if isinstance(moment, bool) or not isinstance(moment, int | float) or not 0 <= moment <= _LATEST:
        message = "Invalid data: ts must be a Unix time in whole seconds."
        raise bad_request(message)
    service = _service(document.get("service"))
    async with call.database.user_transaction(caller.user_id) as session:
        await feedback.move_latest_import(session, caller.user_id, service, int(moment))
    return reply({"status": "ok"})


def _service(value: object) -> str:
    if value is None or value == "":
        return _SERVICE
    if not isinstance(value, str) or len(value) > _SERVICE_LENGTH:
        message = "Invalid service."
        raise bad_request(message)
    return value.lower().replace("\0", "")


def _listen(row: Any, user: str) -> dict[str, Any]:
    info = dict(row["info"] or {})
    if row["recording_mbid"] and "recording_mbid" not in info:
        info["recording_mbid"] = str(row["recording_mbid"])
    if row["isrc"] and "isrc" not in info:
        info["isrc"] = row["isrc"]
    msid = row["recording_msid"] or recording_msid(row["artist"], row["title"], row["album"])
    info["recording_msid"] = str(msid)
    return {
        "listened_at": _stamp(row),
        "recording_msid": str(msid),
        "user_name": user,
        "inserted_at": int(row["created_at"].timestamp()),
        "track_metadata": _metadata(row["artist"], row["title"], row["album"], info),
    }


def _stamp(row: Any) -> int:
    return int(row["played_at"].timestamp() // 1)


def _metadata(artist: str, title: str, album: str | None, info: dict[str, Any]) -> dict[str, Any]:
    metadata: dict[str, Any] = {"artist_name": artist, "track_name": title, "additional_info": info}
    return metadata | ({"release_name": album} if album else {})
