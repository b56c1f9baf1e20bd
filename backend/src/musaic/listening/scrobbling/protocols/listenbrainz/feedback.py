"""Loved and hated recordings over the ListenBrainz API."""

from typing import Any
from uuid import UUID

from starlette.responses import Response

from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.protocols.call import Call
from musaic.listening.scrobbling.protocols.listenbrainz.replies import bad_request, number_of, reply
from musaic.listening.scrobbling.protocols.listenbrainz.validation import is_uuid, parse_json
from musaic.listening.scrobbling.repository import feedback
from musaic.listening.scrobbling.service.opinions import judge

_COUNT, _MOST, _FARTHEST = 100, 1_000, 1_000_000
_NAMES = ("recording_msid", "recording_mbid")


async def recording_feedback(call: Call, caller: Caller, user: str) -> Response:  # noqa: ARG001  one shape
    """Say 1, -1 or 0 of a recording."""
    document = parse_json(call.body)
    if not isinstance(document, dict) or "score" not in document:
        message = "JSON document must contain a score and recording_msid or recording_mbid."
        raise bad_request(message)
    if set(document) - {"score", *_NAMES}:
        message = "JSON document may only contain recording_msid, recording_mbid and score."
        raise bad_request(message)
    msid, mbid = (_identifier(document, name) for name in _NAMES)
    if msid is None and mbid is None:
        message = "Give at least one of recording_msid and recording_mbid."
        raise bad_request(message)
    score = document["score"]
    if isinstance(score, bool) or score not in (1, 0, -1):
        message = "score must be 1, 0 or -1."
        raise bad_request(message)
    async with call.database.user_transaction(caller.user_id) as session:
        await judge(session, caller.user_id, int(score), msid=msid, mbid=mbid)
    return reply({"status": "ok"})


def _identifier(document: dict[str, Any], name: str) -> UUID | None:
    value = document.get(name)
    if value is None or value == "":
        return None
    if not is_uuid(value):
        message = f"{name} is not a valid UUID."
        raise bad_request(message)
    return UUID(value)


async def get_feedback(call: Call, caller: Caller, user: str) -> Response:
    """Return what was said, newest first."""
    text = call.query.get("score")
    if text not in (None, "", "1", "-1"):
        message = "score must be 1 or -1."
        raise bad_request(message)
    score = int(text) if text else None
    count = number_of(call.query, "count", _COUNT, most=_MOST)
    offset = number_of(call.query, "offset", 0, most=_FARTHEST)
    named = call.query.get("metadata", "").lower() in {"1", "true", "t", "yes"}
    async with call.database.user_transaction(caller.user_id) as session:
        rows = await feedback.listed(session, caller.user_id, score=score, limit=count, offset=offset)
        total = await feedback.count(session, caller.user_id, score)
    return reply(
        {
            "feedback": [_opinion(row, user, named=named) for row in rows],
            "count": len(rows),
            "total_count": total,
            "offset": offset,
        }
    )


def _opinion(row: Any, user: str, *, named: bool) -> dict[str, Any]:
    opinion: dict[str, Any] = {name: str(row[name]) if row[name] is not None else None for name in _NAMES} | {
        "score": row["score"],
        "created": int(row["created_at"].timestamp()),
        "user_id": user,
    }
    if named:
        metadata = None
        if row["title"] is not None:
            metadata = {"artist_name": row["artist"], "track_name": row["title"]}
            metadata |= {"release_name": row["album"]} if row["album"] else {}
        opinion["track_metadata"] = metadata
    return opinion
