"""Artists with one single track in what was played."""

from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import called
from musaic.listening.analytics.repository.gather import heard
from musaic.listening.analytics.repository.heard import Heard, received
from musaic.listening.analytics.repository.ranking import Metric

_CREDITS = text(
    "SELECT array_send(array_agg(track_id)), array_send(array_agg(artist_id)) "
    "FROM song_artist WHERE user_id = :user_id"
)


async def one_hits(
    session: AsyncSession, user_id: int, span: Span, metric: Metric, *, at_least: int, limit: int
) -> list[dict[str, Any]]:
    """Return ``{id, name, track_id, track, plays, ms_played}`` of artists with one single track.

    An artist whose plays are those of one of its tracks has no other.
    """
    found = await heard(session, user_id, span, ["track", "artist"])
    credits_ = (await session.execute(_CREDITS, {"user_id": user_id})).one()
    tracks, artists = map(received, credits_)
    credited = np.isin(tracks, found["track"].ids)
    tracks, artists = tracks[credited], artists[credited]
    own = found["track"].of(tracks)
    single = (own.plays >= at_least) & (own.plays == found["artist"].of(artists).plays)
    tracks, artists, own = tracks[single], artists[single], own.where(single)
    lead, other = (own.plays, own.ms) if metric == "plays" else (own.ms, own.plays)
    best = np.lexsort((artists, tracks, -other, -lead))[:limit]
    titles = await called.names(session, "track", tracks[best].tolist())
    rows = await called.with_names(
        session, "artist", Heard(artists[best], own.plays[best], own.ms[best]).rows()
    )
    for row, track_id in zip(rows, tracks[best].tolist(), strict=True):
        del row["artist"]
        row.update(track_id=track_id, track=titles[track_id][0])
    return rows
