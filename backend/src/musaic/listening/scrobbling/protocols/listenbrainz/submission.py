"""Submitting listens, and taking them back."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from starlette.responses import Response

from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.identity import recording_msid
from musaic.listening.scrobbling.protocols.call import Call, clean_client
from musaic.listening.scrobbling.protocols.listenbrainz.replies import ApiError, bad_request, reply
from musaic.listening.scrobbling.protocols.listenbrainz.validation import (
    is_uuid,
    parse_json,
    parse_submission,
)
from musaic.listening.scrobbling.service import apps, now_playing
from musaic.listening.scrobbling.service.submit import delete, submit
from musaic.listening.scrobbling.song import Scrobble, Song

_DONE = {"status": "ok"}


async def submit_listens(call: Call, caller: Caller, user: str) -> Response:  # noqa: ARG001  one shape
    """Take one listen, many, or what plays now. Safe to repeat."""
    kind, items = parse_submission(call.body)
    first = items[0].song if isinstance(items[0], Scrobble) else items[0]
    caller = _named(caller, first, call)
    if kind == "playing_now":
        song = cast("Song", items[0])
        async with call.database.user_transaction(caller.user_id) as session:
            await apps.used(session, caller.user_id, caller.app_id, caller.client)
        await now_playing.start(caller, song)
    else:
        async with call.database.user_transaction(caller.user_id) as session:
            await submit(session, caller, cast("list[Scrobble]", items))
    if kind != "import" and call.query.get("return_msid", "").lower() in {"1", "true", "t", "yes"}:
        msid = recording_msid(first.artist, first.title, first.album)
        return reply(_DONE | {"recording_msid": str(msid)})
    return reply(_DONE)


def _named(caller: Caller, song: Song, call: Call) -> Caller:
    """Return the caller with what the client calls itself: in the listen, or in its header."""
    for key in ("submission_client", "media_player"):
        value = song.info.get(key)
        if isinstance(value, str) and value.strip():
            return replace(caller, client=clean_client(value))
    return replace(caller, client=call.agent or None)


async def delete_listen(call: Call, caller: Caller, user: str) -> Response:  # noqa: ARG001
    """Delete the listens of a recording in one second."""
    document = parse_json(call.body)
    if not isinstance(document, dict) or "listened_at" not in document:
        message = "Listen timestamp missing."
        raise bad_request(message)
    if "recording_msid" not in document:
        message = "Recording MSID missing."
        raise bad_request(message)
    msid = document["recording_msid"]
    if not is_uuid(msid):
        message = f"{str(msid)[:80]}: Recording MSID format invalid."
        raise bad_request(message)
    try:
        moment = datetime.fromtimestamp(int(document["listened_at"]), UTC)
    except (ValueError, TypeError, OverflowError, OSError) as error:
        message = "Listen timestamp invalid."
        raise bad_request(message) from error
    async with call.database.user_transaction(caller.user_id) as session:
        await delete(session, caller.user_id, moment, UUID(msid))
    return reply(_DONE)


async def delete_playing_now(call: Call, caller: Caller, user: str) -> Response:  # noqa: ARG001
    """Clear what plays now; with ``client``, only if that client had set it."""
    document = parse_json(call.body) if call.body.strip() else {}
    client = document.get("client") if isinstance(document, dict) else None
    playing = await now_playing.get(caller.user_id)
    if client is not None and (playing is None or playing.client != client):
        raise ApiError(404, "This client has set nothing as playing now.")
    await now_playing.clear(caller.user_id)
    return reply(_DONE | {"message": "Playing now was cleared."})
