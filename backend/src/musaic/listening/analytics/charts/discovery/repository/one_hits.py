"""Artists with one single track in what was played."""

# ruff: noqa: S608  every name in these statements is a constant of this package

from typing import Any

import numpy as np
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository import called
from musaic.listening.analytics.repository.columns import packed
from musaic.listening.analytics.repository.gather import ever_heard, heard
from musaic.listening.analytics.repository.heard import Figures, Heard, received
from musaic.listening.analytics.repository.ranking import Metric
from musaic.listening.analytics.repository.spans import Entity

_ENTITIES: tuple[Entity, ...] = ("track", "artist")
# Any number does; a prime lets hardly any two figures meet.
_FAR = 1_000_000_000_039
_CREDITS = text(
    f"SELECT {packed('track_id', 'artist_id')} FROM song_artist "
    "WHERE user_id = :user_id AND track_id = ANY(:ids)"
)


async def one_hits(
    session: AsyncSession, user_id: int, span: Span, metric: Metric, *, at_least: int, limit: int
) -> list[dict[str, Any]]:
    """Return ``{id, name, track_id, track, plays, ms_played}`` of artists with one single track.

    An artist whose plays are those of one of its tracks has no other.
    """
    found = await _played(session, user_id, span, at_least)
    # Few tracks have the plays and the time of some artist: of these alone it is asked whose they are.
    alike = np.isin(_both(found["track"]), _both(found["artist"]))
    values = {"user_id": user_id, "ids": found["track"].ids[alike].tolist()}
    tracks, artists = map(received, (await session.execute(_CREDITS, values)).one())
    own = found["track"].of(tracks)
    single = own.plays == found["artist"].of(artists).plays
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


async def _played(session: AsyncSession, user_id: int, span: Span, at_least: int) -> dict[Entity, Heard]:
    """Return tracks and artists that the span has ``at_least`` so often."""
    if span.whole:
        return {entity: await ever_heard(session, user_id, entity, at_least=at_least) for entity in _ENTITIES}
    found = await heard(session, user_id, span, _ENTITIES)
    return {entity: one.where(one.plays >= at_least) for entity, one in found.items()}


def _both(heard: Heard) -> Figures:
    """Return plays and time in one number: another number, other figures or, hardly ever, not."""
    return heard.plays * _FAR + heard.ms
