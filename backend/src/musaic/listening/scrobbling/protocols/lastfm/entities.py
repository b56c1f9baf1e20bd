"""An artist, an album, a song of the caller's own history, over the 2.0 API."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.scrobbling.caller import Caller
from musaic.listening.scrobbling.protocols.lastfm.charts import check_user, images
from musaic.listening.scrobbling.protocols.lastfm.markup import Node, leaf
from musaic.listening.scrobbling.protocols.lastfm.parameters import (
    Code,
    LastfmError,
    Parameters,
    decoded_again,
)
from musaic.listening.scrobbling.repository import entities, feedback

Find = Callable[[AsyncSession, list[str]], Awaitable[Any]]


async def artist_info(parameters: Parameters, caller: Caller) -> Node:
    """Return an artist with the caller's plays."""
    check_user(parameters, caller)
    async with parameters.call.database.user_transaction(caller.user_id) as session:
        row = await _find(
            session,
            [parameters.required("artist")],
            lambda within, names: entities.artist(within, caller.user_id, *names),
            "The artist you supplied could not be found.",
        )
    figures = [
        leaf("listeners", 1),
        leaf("playcount", row["plays"]),
        leaf("userplaycount", row["plays"]),
    ]
    return Node(
        "artist",
        children=[
            leaf("name", row["name"]),
            leaf("mbid", ""),
            leaf("url", parameters.call.base_url),
            *images(),
            leaf("streamable", 0),
            leaf("ontour", 0),
            Node("stats", children=figures),
            leaf("similar", ""),
            leaf("tags", ""),
        ],
    )


async def album_info(parameters: Parameters, caller: Caller) -> Node:
    """Return an album with the caller's plays."""
    check_user(parameters, caller)
    async with parameters.call.database.user_transaction(caller.user_id) as session:
        row = await _find(
            session,
            [parameters.required("artist"), parameters.required("album")],
            lambda within, names: entities.album(within, caller.user_id, *names),
            "Album not found.",
        )
    return Node(
        "album",
        children=[
            leaf("name", row["name"]),
            leaf("artist", row["artist"]),
            leaf("mbid", ""),
            leaf("url", parameters.call.base_url),
            *images(),
            leaf("listeners", 1),
            leaf("playcount", row["plays"]),
            leaf("userplaycount", row["plays"]),
            leaf("tags", ""),
        ],
    )


async def track_info(parameters: Parameters, caller: Caller) -> Node:
    """Return a song with the caller's plays, and whether it is loved."""
    check_user(parameters, caller)
    async with parameters.call.database.user_transaction(caller.user_id) as session:
        row = await _find(
            session,
            [parameters.required("artist"), parameters.required("track")],
            lambda within, names: entities.track(within, caller.user_id, *names),
            "Track not found.",
        )
        score = await feedback.score_of(session, caller.user_id, row["id"])
    url = parameters.call.base_url
    names = [leaf("name", row["artist"]), leaf("mbid", ""), leaf("url", url)]
    album = [leaf("artist", row["artist"]), leaf("title", row["album"]), leaf("mbid", ""), leaf("url", url)]
    return Node(
        "track",
        children=[
            leaf("name", row["name"]),
            leaf("mbid", ""),
            leaf("url", url),
            leaf("duration", row["length_ms"] or 0),
            leaf("streamable", 0, fulltrack=0),
            leaf("listeners", 1),
            leaf("playcount", row["plays"]),
            Node("artist", children=names),
            *([Node("album", children=album)] if row["album"] else []),
            leaf("userplaycount", row["plays"]),
            leaf("userloved", int(score == 1)),
            leaf("toptags", ""),
        ],
    )


async def _find(session: AsyncSession, names: list[str], find: Find, otherwise: str) -> Any:
    """Return what ``find`` returns for the names, or for the same decoded once more."""
    row = await find(session, names)
    if row is None:
        again = [decoded_again(name) or name for name in names]
        row = await find(session, again) if again != names else None
    if row is None:
        raise LastfmError(Code.PARAMETERS, otherwise)
    return row
