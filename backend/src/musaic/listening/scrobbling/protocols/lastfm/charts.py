"""What a user listened to, over the 2.0 API. Histories are private: everybody reads their own."""

from datetime import date, datetime
from typing import Any

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.spans import Entity
from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.protocols.lastfm.markup import Node, leaf
from musaic.listening.scrobbling.protocols.lastfm.parameters import Code, LastfmError, Parameters
from musaic.listening.scrobbling.repository import entities, feedback, reading
from musaic.listening.scrobbling.repository.reading import Window, clamp
from musaic.listening.scrobbling.service import now_playing
from musaic.listening.scrobbling.service import statistics as service

_PERIODS = {"7day": 7, "1month": 30, "3month": 90, "6month": 180, "12month": 365}
_PAGE, _MOST, _LAST_PAGE = 50, 1_000, 100_000
_SIZES = ("small", "medium", "large", "extralarge")


def _paging(parameters: Parameters) -> tuple[int, int]:
    limit = parameters.number("limit", _PAGE, most=_MOST)
    return limit, parameters.number("page", 1, most=_LAST_PAGE)


def _attributes(caller: Caller, limit: int, page: int, total: int) -> dict[str, str | int]:
    return {
        "user": caller.user_name,
        "page": page,
        "perPage": limit,
        "totalPages": -(-total // limit),
        "total": total,
    }


def check_user(parameters: Parameters, caller: Caller) -> None:
    """Raise LastfmError when somebody else's history is asked for, whether there is such a user or not."""
    user = parameters.get("user") or parameters.get("username")
    if user and user.lower() != caller.user_name.lower():
        raise LastfmError(Code.PARAMETERS, "User not found.")


def images() -> list[Node]:
    """Return the images that every entity has, of which there are none here."""
    return [leaf("image", "", size=size) for size in _SIZES]


async def user_info(parameters: Parameters, caller: Caller) -> Node:
    """Return the user."""
    check_user(parameters, caller)
    async with parameters.call.database.user_transaction(caller.user_id) as session:
        row = await entities.user(session, caller.user_id)
    registered = int(row["created_at"].timestamp())
    return Node(
        "user",
        children=[
            leaf("name", caller.user_name),
            leaf("realname", row["display_name"]),
            leaf("url", parameters.call.base_url),
            *images(),
            leaf("country", ""),
            leaf("playcount", row["plays"]),
            leaf("artist_count", row["artists"]),
            leaf("album_count", row["albums"]),
            leaf("track_count", row["tracks"]),
            leaf("subscriber", 0),
            leaf("playlists", 0),
            leaf("registered", registered, unixtime=registered),
        ],
    )


async def recent_tracks(parameters: Parameters, caller: Caller) -> Node:
    """Return listens, newest first; what plays now stands before them."""
    check_user(parameters, caller)
    limit, page = _paging(parameters)
    since, until = parameters.moment("from"), parameters.moment("to")
    window = Window(
        since=Window.since if since is None else clamp(since),
        until=Window.until if until is None else clamp(until),
    )
    extended = parameters.get("extended") == "1"
    async with parameters.call.database.user_transaction(caller.user_id) as session:
        total = await reading.count(session, caller.user_id, window)
        rows = await reading.page(session, caller.user_id, window, limit=limit, offset=(page - 1) * limit)
    children = [_played(row, parameters, extended=extended) for row in rows]
    if page == 1 and window.is_whole:
        children = await _playing(parameters, caller, extended=extended) + children
    attributes = _attributes(caller, limit, page, total)
    return Node("recenttracks", attributes=attributes, children=children, listed="track")


async def _playing(parameters: Parameters, caller: Caller, *, extended: bool) -> list[Node]:
    playing = await now_playing.get(caller.user_id)
    if playing is None:
        return []
    row = {"artist": playing.artist, "title": playing.title, "album": playing.album, "loved": False}
    return [_played(row, parameters, extended=extended)]


async def track_scrobbles(parameters: Parameters, caller: Caller) -> Node:
    """Return the listens of one song, newest first."""
    check_user(parameters, caller)
    limit, page = _paging(parameters)
    artist, track = parameters.required("artist"), parameters.required("track")
    async with parameters.call.database.user_transaction(caller.user_id) as session:
        found = await entities.track(session, caller.user_id, artist, track)
        rows, total = [], 0
        if found is not None:
            window = Window(track_id=found["id"])
            total = await reading.count(session, caller.user_id, window)
            rows = await reading.page(session, caller.user_id, window, limit=limit, offset=(page - 1) * limit)
    children = [_played(row, parameters, extended=False) for row in rows]
    attributes = _attributes(caller, limit, page, total)
    return Node("trackscrobbles", attributes=attributes, children=children, listed="track")


def _played(row: Any, parameters: Parameters, *, extended: bool) -> Node:
    url = parameters.call.base_url
    names = [leaf("name", row["artist"]), leaf("mbid", ""), leaf("url", url)]
    artist = Node("artist", children=names) if extended else leaf("artist", row["artist"], mbid="")
    children = [
        artist,
        leaf("name", row["title"]),
        leaf("streamable", 0),
        leaf("mbid", str(row["recording_mbid"] or "") if "recording_mbid" in row else ""),
        leaf("album", row["album"] or "", mbid=""),
        leaf("url", url),
        *images(),
    ]
    if extended:
        children.append(leaf("loved", int(bool(row["loved"]))))
    if "played_at" not in row:
        return Node("track", attributes={"nowplaying": "true"}, children=children)
    return Node("track", children=[*children, _date(row["played_at"])])


def _date(moment: datetime) -> Node:
    return leaf("date", f"{moment:%d %b %Y, %H:%M}", uts=int(moment.timestamp()))


async def loved_tracks(parameters: Parameters, caller: Caller) -> Node:
    """Return loved songs, newest first."""
    check_user(parameters, caller)
    limit, page = _paging(parameters)
    async with parameters.call.database.user_transaction(caller.user_id) as session:
        total = await feedback.count(session, caller.user_id, 1, named=True)
        rows = await feedback.listed(
            session, caller.user_id, score=1, limit=limit, offset=(page - 1) * limit, named=True
        )
    url = parameters.call.base_url
    children = [
        Node(
            "track",
            children=[
                leaf("name", row["title"]),
                leaf("mbid", str(row["recording_mbid"] or "")),
                leaf("url", url),
                _date(row["created_at"]),
                Node("artist", children=[leaf("name", row["artist"]), leaf("mbid", ""), leaf("url", url)]),
                *images(),
                leaf("streamable", 0),
            ],
        )
        for row in rows
    ]
    attributes = _attributes(caller, limit, page, total)
    return Node("lovedtracks", attributes=attributes, children=children, listed="track")


async def top_artists(parameters: Parameters, caller: Caller) -> Node:
    """Return the artists listened to most in a period."""
    return await _top(parameters, caller, "artist", "topartists")


async def top_albums(parameters: Parameters, caller: Caller) -> Node:
    """Return the albums listened to most in a period."""
    return await _top(parameters, caller, "album", "topalbums")


async def top_tracks(parameters: Parameters, caller: Caller) -> Node:
    """Return the songs listened to most in a period."""
    return await _top(parameters, caller, "track", "toptracks")


async def library_artists(parameters: Parameters, caller: Caller) -> Node:
    """Return all artists, most played first."""
    return await _top(parameters, caller, "artist", "artists")


async def _top(parameters: Parameters, caller: Caller, entity: Entity, name: str) -> Node:
    check_user(parameters, caller)
    limit, page = _paging(parameters)
    async with parameters.call.database.user_transaction(caller.user_id) as session:
        today, _ = await service.today_of(session, caller.user_id)
        found = await service.top_list(
            session,
            caller.user_id,
            _span(parameters.get("period").lower(), today),
            entity,
            limit=limit,
            offset=(page - 1) * limit,
        )
    first = (page - 1) * limit + 1
    children = [
        _ranked(entity, row, rank, parameters.call.base_url) for rank, row in enumerate(found.rows, first)
    ]
    attributes = _attributes(caller, limit, page, found.total)
    return Node(name, attributes=attributes, children=children, listed=entity)


def _span(period: str, today: date) -> Span:
    days = _PERIODS.get(period)
    return service.days_back(today, days) if days else Span()


def _ranked(entity: Entity, row: dict[str, Any], rank: int, url: str) -> Node:
    children = [leaf("name", row["name"])]
    if entity == "artist":
        children.append(leaf("tagcount", 0))
    children += [leaf("playcount", row["plays"]), leaf("mbid", ""), leaf("url", url)]
    if entity != "artist":
        names = [leaf("name", row["artist"]), leaf("mbid", ""), leaf("url", url)]
        children.append(Node("artist", children=names))
    return Node(entity, attributes={"rank": rank}, children=[*children, leaf("streamable", 0), *images()])
