"""Top lists and activity over the ListenBrainz API, always fresh."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from musaic.listening.analytics.charts.rhythm.repository import Bucket
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.protocols.call import Call
from musaic.listening.scrobbling.protocols.listenbrainz.replies import bad_request, number_of, reply
from musaic.listening.scrobbling.service import statistics as service
from musaic.platform import clock

_COUNT, _MOST, _FARTHEST = 25, 1_000, 1_000_000
_RANGES: dict[str, tuple[Callable[[date], Span], Bucket]] = {
    "this_week": (service.this_week, "day"),
    "this_month": (lambda today: Span(today.replace(day=1), today), "day"),
    "this_year": (lambda today: Span(date(today.year, 1, 1), today), "month"),
    "week": (service.last_week, "day"),
    "month": (lambda today: service.months_before(today, 1), "day"),
    "quarter": (lambda today: service.months_before(today, 3), "month"),
    "half_yearly": (lambda today: service.months_before(today, 6), "month"),
    "year": (service.year_before, "month"),
    "all_time": (lambda _: Span(), "year"),
}
_NAMES: dict[Bucket, str] = {"day": "%A %d %B %Y", "week": "%d %B %Y", "month": "%B %Y", "year": "%Y"}
_EPOCH = date(2002, 10, 1)


async def artists(call: Call, caller: Caller, user: str) -> Response:
    """Return the artists listened to most."""
    return await _top(call, caller, user, "artist", "artists")


async def releases(call: Call, caller: Caller, user: str) -> Response:
    """Return the albums listened to most."""
    return await _top(call, caller, user, "album", "releases")


async def release_groups(call: Call, caller: Caller, user: str) -> Response:
    """Return the same: albums of all editions are one here."""
    return await _top(call, caller, user, "album", "release_groups")


async def recordings(call: Call, caller: Caller, user: str) -> Response:
    """Return the songs listened to most."""
    return await _top(call, caller, user, "track", "recordings")


async def _top(call: Call, caller: Caller, user: str, entity: Entity, key: str) -> Response:
    count = number_of(call.query, "count", _COUNT, least=0, most=_MOST)
    offset = number_of(call.query, "offset", 0, most=_FARTHEST)
    name, choose, _ = _range(call)
    async with call.database.user_transaction(caller.user_id) as session:
        today, zone = await service.today_of(session, caller.user_id)
        span = choose(today)
        found = await service.top_list(session, caller.user_id, span, entity, limit=count, offset=offset)
    payload = {
        key: [_entry(key, row) for row in found.rows],
        "count": len(found.rows),
        f"total_{key.removesuffix('s')}_count": found.total,
        "offset": offset,
        **_frame(name, span, today, zone, user),
    }
    return reply({"payload": payload})


def _entry(key: str, row: dict[str, Any]) -> dict[str, Any]:
    if key == "artists":
        return {"artist_name": row["name"], "artist_mbid": None, "listen_count": row["plays"]}
    if key == "recordings":
        return {
            "track_name": row["name"],
            "artist_name": row["artist"],
            "artist_mbids": [],
            "recording_mbid": None,
            "release_name": row["album"],
            "release_mbid": None,
            "listen_count": row["plays"],
        }
    kind = key.removesuffix("s")
    return {
        f"{kind}_name": row["name"],
        f"{kind}_mbid": None,
        "artist_name": row["artist"],
        "artist_mbids": [],
        "listen_count": row["plays"],
    }


async def listening_activity(call: Call, caller: Caller, user: str) -> Response:
    """Return listens by day, month or year of the range."""
    name, choose, bucket = _range(call)
    async with call.database.user_transaction(caller.user_id) as session:
        today, zone = await service.today_of(session, caller.user_id)
        span = choose(today)
        found = await service.activity(session, caller.user_id, span, bucket)
    payload = {
        "listening_activity": [
            {
                "from_ts": _moment(first, zone),
                "to_ts": _moment(last, zone, end=True),
                "time_range": first.strftime(_NAMES[bucket]),
                "listen_count": plays,
            }
            for first, last, plays in found
        ],
        **_frame(name, span, today, zone, user),
    }
    return reply({"payload": payload})


def _range(call: Call) -> tuple[str, Callable[[date], Span], Bucket]:
    name = call.query.get("range") or "all_time"
    if name not in _RANGES:
        message = f"Invalid range. It must be one of {', '.join(_RANGES)}."
        raise bad_request(message)
    return name, *_RANGES[name]


def _frame(name: str, span: Span, today: date, zone: str, user: str) -> dict[str, Any]:
    return {
        "range": name,
        "from_ts": _moment(max(span.first, _EPOCH), zone),
        "to_ts": _moment(min(span.last, today), zone, end=True),
        "last_updated": int(clock.now().timestamp()),
        "user_id": user,
    }


def _moment(day: date, zone: str, *, end: bool = False) -> int:
    clock_time = time(23, 59, 59) if end else time()
    return int(datetime.combine(day, clock_time, ZoneInfo(zone)).astimezone(UTC).timestamp())
