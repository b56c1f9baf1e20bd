"""Top lists and totals without some artist or album, against a recomputation."""

from collections import Counter

import pytest

from listening.analytics.charts.conftest import SPANS, Seen
from musaic.listening.analytics.charts.tops import service
from musaic.listening.analytics.filters import Filters, Named
from musaic.listening.analytics.repository.top import TopQuery

pytestmark = [pytest.mark.asyncio, pytest.mark.usefixtures("sheets")]


def left_out(seen: Seen) -> Filters:
    """Return a filter that leaves out the most played artist and one album of others."""
    artist = Counter(row["artist_id"] for row in seen.rows).most_common(1)[0][0]
    album = next(row["album_id"] for row in seen.rows if row["album_id"] and row["artist_id"] != artist)
    return Filters(exclude=Named(artist=(artist,), album=(album,)))


@pytest.mark.parametrize("entity", ["track", "artist", "album"])
async def test_top_lists_without_some(seen: Seen, entity: str) -> None:
    filters = left_out(seen)
    gone = filters.exclude
    query = TopQuery(entity, "plays", "desc")  # type: ignore[arg-type]
    for span in SPANS:
        rows = [
            row
            for row in seen.plays(span)
            if row["artist_id"] not in gone.artist and row["album_id"] not in gone.album
        ]
        own = Counter(row[f"{entity}_id"] for row in rows if row[f"{entity}_id"] is not None)
        chart = await seen.ask(service.top_items, span, query=query, limit=200, cursor=None, filters=filters)
        assert {item.id: item.plays for item in chart.items} == own
        ranked = [(item.plays, item.ms_played, -item.id) for item in chart.items]
        assert ranked == sorted(ranked, reverse=True)
        totals = await seen.ask(service.summary, span, filters=filters)
        assert (totals.plays, totals.tracks) == (len(rows), len({row["track_id"] for row in rows}))
