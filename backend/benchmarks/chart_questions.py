"""What ``bench_analytics`` asks: each chart, and the same question put to the raw rows.

The raw questions are written so that PostgreSQL and DuckDB both understand them. They read stored
local days and hours, which is kinder to them than a conversion of each row would be.
"""

# ruff: noqa: S608  every question is made of constants of this file

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from musaic.listening.analytics.charts.comparison import service as comparison
from musaic.listening.analytics.charts.discovery import service as discovery
from musaic.listening.analytics.charts.genres import service as genres
from musaic.listening.analytics.charts.genres.service import GenreQuery
from musaic.listening.analytics.charts.habits import service as habits
from musaic.listening.analytics.charts.listens import service as listens
from musaic.listening.analytics.charts.rewind import service as rewind
from musaic.listening.analytics.charts.rhythm import service as rhythm
from musaic.listening.analytics.charts.runs import service as runs
from musaic.listening.analytics.charts.standing import service as standing
from musaic.listening.analytics.charts.stories import service as stories
from musaic.listening.analytics.charts.tops import service as tops
from musaic.listening.analytics.filters import UNFILTERED, Filters, Named
from musaic.listening.analytics.ranges import Span
from musaic.listening.analytics.repository.top import TopQuery

Build = Callable[..., Awaitable[Any]]
_OWN = "FROM listen WHERE user_id = {user} AND local_date BETWEEN DATE '{first}' AND DATE '{last}'"
_PLAYS = f"{_OWN} AND counted"
_GROUP = "SELECT {0}, count(*), sum(ms_played) " + _PLAYS + " GROUP BY {0}"
_ARTIST = 7


@dataclass(frozen=True)
class Question:
    """A chart, how it is built, and the raw question (empty where none compares)."""

    name: str
    build: Build
    raw: str


def _top(entity: str) -> Question:
    raw = f"{_GROUP.replace('{0}', entity + '_id')} ORDER BY 2 DESC LIMIT 50"
    query = TopQuery(entity, "plays", "desc")  # type: ignore[arg-type]
    build = partial(tops.top_items, query=query, limit=50, cursor=None)
    return Question(f"top {entity}s", build, raw)


_DAY_RUNS = (
    "SELECT min(d), max(d), count(*) FROM (SELECT d, d - CAST(row_number() OVER (ORDER BY d) AS int) AS g "
    f"FROM (SELECT DISTINCT local_date AS d {_PLAYS}) x) y GROUP BY g ORDER BY 3 DESC LIMIT 50"
)
_SESSIONS = (
    "SELECT count(*), avg(n) FROM (SELECT g, count(*) AS n FROM ("
    "SELECT sum(b) OVER (ORDER BY played_at, id) AS g FROM (SELECT id, played_at, "
    "CASE WHEN played_at - lag(played_at) OVER (ORDER BY played_at, id) "
    f"> INTERVAL '30 minutes' THEN 1 ELSE 0 END AS b {_PLAYS}) x) y GROUP BY g) z"
)
_FIRSTS = (
    "SELECT date_trunc('month', f), count(*) FROM (SELECT track_id, min(local_date) AS f FROM listen "
    "WHERE user_id = {user} AND counted GROUP BY 1) x "
    "WHERE f BETWEEN DATE '{first}' AND DATE '{last}' GROUP BY 1"
)
_MILESTONES = (
    "SELECT * FROM (SELECT CAST(played_at AS varchar), track_id, "
    "row_number() OVER (ORDER BY played_at, id) AS n FROM listen "
    "WHERE user_id = {user} AND counted) x WHERE n IN (1, 1000, 10000, 100000)"
)
_REPEATS = (
    "SELECT track_id, count(*), sum(n) FROM (SELECT track_id, local_date, count(*) AS n "
    f"{_PLAYS} GROUP BY 1, 2 HAVING count(*) >= 3) x GROUP BY 1 ORDER BY 3 DESC LIMIT 50"
)
_RACE = (
    "SELECT * FROM (SELECT m, artist_id, n, "
    "row_number() OVER (PARTITION BY m ORDER BY n DESC, artist_id) AS r "
    "FROM (SELECT date_trunc('month', local_date) AS m, artist_id, count(*) AS n "
    f"{_PLAYS} GROUP BY 1, 2) x) y WHERE r <= 10"
)

QUESTIONS = (
    _top("track"),
    _top("artist"),
    _top("album"),
    Question(
        "totals",
        tops.summary,
        f"SELECT count(*), sum(ms_played), count(DISTINCT track_id), count(DISTINCT artist_id), "
        f"count(DISTINCT local_date) {_PLAYS}",
    ),
    Question(
        "heat map",
        partial(rhythm.heat_map, filters=UNFILTERED),
        _GROUP.replace("{0}", "extract(isodow FROM local_date) * 24 + local_hour"),
    ),
    Question("by hour", rhythm.by_hour, _GROUP.replace("{0}", "local_hour")),
    Question(
        "calendar",
        partial(rhythm.calendar, filters=UNFILTERED, year=2024),
        _GROUP.replace("{0}", "local_date").replace("{first}", "2024-01-01").replace("{last}", "2024-12-31"),
    ),
    Question("timeline, days", partial(rhythm.timeline, bucket="day"), _GROUP.replace("{0}", "local_date")),
    Question(
        "timeline of an artist",
        partial(rhythm.timeline, bucket="month", filters=Filters.one("artist", _ARTIST)),
        _GROUP.replace("{0}", "date_trunc('month', local_date)").replace(
            " GROUP", f" AND artist_id = {_ARTIST} GROUP"
        ),
    ),
    Question(
        "top tracks but one artist",
        partial(
            tops.top_items,
            query=TopQuery("track", "plays", "desc"),
            limit=50,
            cursor=None,
            filters=Filters(exclude=Named(artist=(_ARTIST,))),
        ),
        _GROUP.replace("{0}", "track_id").replace(" GROUP", f" AND artist_id <> {_ARTIST} GROUP")
        + " ORDER BY 2 DESC LIMIT 50",
    ),
    Question("genres", partial(genres.genres, query=GenreQuery()), ""),
    Question("release decades", partial(genres.releases, period="decade"), ""),
    Question("release years", partial(genres.releases, period="year"), ""),
    Question(
        "genre filter: top tracks",
        partial(
            tops.top_items,
            query=TopQuery("track", "plays", "desc"),
            limit=50,
            cursor=None,
            filters=Filters(only=Named(genre=("genre 7",))),
        ),
        "",
    ),
    Question("sessions", partial(runs.sessions, order="longest", limit=50, cursor=None), _SESSIONS),
    Question("streaks", partial(runs.streaks, limit=50), _DAY_RUNS),
    Question("breaks", partial(runs.breaks, filters=UNFILTERED, limit=50), ""),
    Question("on repeat", partial(runs.on_repeat, metric="plays", limit=50, cursor=None), _REPEATS),
    Question(
        "skips",
        habits.skips,
        f"SELECT date_trunc('month', local_date), skipped, reason_end, count(*) {_OWN} GROUP BY 1, 2, 3",
    ),
    Question("platforms", partial(habits.habits, fact="platform"), _GROUP.replace("{0}", "platform")),
    Question("discoveries", discovery.discoveries, _FIRSTS),
    Question(
        "first listens",
        partial(discovery.firsts, entity="track", order="newest", limit=50, cursor=None),
        "",
    ),
    Question("rediscoveries", partial(discovery.rediscoveries, entity="track", metric="plays", limit=50), ""),
    Question("forgotten", partial(discovery.forgotten, entity="track", metric="plays", limit=50), ""),
    Question("milestones", discovery.milestones, _MILESTONES),
    Question("one-hit wonders", partial(discovery.one_hits, metric="plays", limit=50), ""),
    Question(
        "concentration, artists",
        partial(standing.concentration, entity="artist", metric="plays"),
        _GROUP.replace("{0}", "artist_id"),
    ),
    Question(
        "concentration, tracks by time",
        partial(standing.concentration, entity="track", metric="time"),
        _GROUP.replace("{0}", "track_id"),
    ),
    Question(
        "race, artists by month",
        partial(standing.race, entity="artist", metric="plays", frame="month", cumulative=True, top=10),
        _RACE,
    ),
    Question("story of an artist", partial(stories.story, kind="artist", named=_ARTIST), ""),
    Question(
        "plays, newest",
        partial(listens.listens, filters=UNFILTERED, order="newest", limit=50, cursor=None),
        f"SELECT CAST(played_at AS varchar), track_id {_PLAYS} ORDER BY played_at DESC LIMIT 50",
    ),
    Question(
        "two ranges",
        partial(comparison.ranges, other=Span(date(2019, 3, 5), date(2020, 3, 4)), entity="artist"),
        "",
    ),
    Question("year rewind", partial(rewind.rewind, year=2024), ""),
)
