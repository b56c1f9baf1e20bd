"""Which listens repeat another one, worked out anew from the raw rows after each change.

Because the answer depends on nothing but the rows, taking an import back also brings back what
its rows had hidden. Rows are hidden, never deleted, and never for closeness in time alone: the
song is always the same, as the sources name it: a user's rules about names neither hide nor show.

1. Spotify's extended history repeats itself: the same song with the same offline stamp, or the
   same item with the same duration ended less than 30 seconds apart.
2. The account data repeat the extended history: the same song with the same duration, ended in
   the same minute. One row hides one row.
3. Any two sources repeat each other: the same song (titles and artists without features, remaster
   marks, accents and punctuation) begun within 10 seconds, or 60 where a source is exact to the minute
   only; failing that, where one source's start is the other's end within 10 seconds. One row
   hides one row of each other source. A play wins over what is none, then the row with more facts.
"""

# ruff: noqa: S608  every name in these statements is a constant of this file

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# The same service, whose own repeats are told by rules 1 and 2
SPOTIFY = ("spotify", "spotify_account")
# Reading plays off somebody else's player takes these up to a minute.
COARSE = ("spotify_account", "lastfm_minutes", "youtube_music", "apple_music", "subsonic")
# A song that was heard around is no repeat of one that was played.
APART = ("shazam",)

# What counts as one source: a service, or one player of those that scrobble here.
FAMILY = """
CASE WHEN {listen}.source = ANY(:spotify) THEN 'spotify'
     WHEN {listen}.source = 'scrobble' THEN 'scrobble ' || coalesce({listen}.client, '')
     ELSE {listen}.source END"""

_OWN = """
WITH stepped AS (
    SELECT id, named_track_id AS track_id, ms_played, stamped_at, source_key, offline_at,
        coalesce(stamped_at - lag(stamped_at) OVER same < interval '30 seconds', false) AS repeats
    FROM <listens>
    WHERE user_id = :user_id AND source = 'spotify'
    WINDOW same AS (PARTITION BY source_key, ms_played ORDER BY stamped_at, id)
), grouped AS (
    SELECT *, count(*) FILTER (WHERE NOT repeats) OVER (
        PARTITION BY source_key, ms_played ORDER BY stamped_at, id
    ) AS run
    FROM stepped
), led AS (
    SELECT id, track_id, ms_played, stamped_at,
        CASE WHEN repeats THEN
            first_value(id) OVER (PARTITION BY source_key, ms_played, run ORDER BY stamped_at, id)
        END AS run_leader,
        CASE WHEN offline_at IS NOT NULL THEN first_value(id) OVER (
            PARTITION BY track_id, offline_at ORDER BY ms_played DESC NULLS LAST, stamped_at, id
        ) END AS stamp_leader
    FROM grouped
), extended AS (
    SELECT id, track_id, ms_played, stamped_at, coalesce(nullif(stamp_leader, id), run_leader) AS twin_of
    FROM led
), account AS (
    SELECT id, named_track_id AS track_id, ms_played, stamped_at, row_number() OVER (
        PARTITION BY named_track_id, ms_played, stamped_at ORDER BY id
    ) AS nth
    FROM <listens>
    WHERE user_id = :user_id AND source = 'spotify_account'
), candidate AS (
    SELECT id, track_id, ms_played, date_trunc('minute', stamped_at, 'UTC') AS ended, row_number() OVER (
        PARTITION BY track_id, ms_played, date_trunc('minute', stamped_at, 'UTC') ORDER BY stamped_at, id
    ) AS nth
    FROM extended
    WHERE twin_of IS NULL AND EXISTS (SELECT FROM account)
), own AS MATERIALIZED (
    SELECT id, twin_of FROM extended WHERE twin_of IS NOT NULL
    UNION ALL
    SELECT a.id, c.id FROM account a JOIN candidate c
        ON c.track_id = a.track_id AND c.ms_played = a.ms_played AND c.ended = a.stamped_at AND c.nth = a.nth
)"""

# Punctuation and accents by their code points: what a class of letters holds depends on the server's
# locale. Nothing left means that the name was punctuation, and is compared as it is.
_FOLDED = r"""
coalesce(nullif(regexp_replace(
    normalize({name}, NFKD),
    '[\s!-/:-@\[-`{{-~\u00a1-\u00bf\u0300-\u036f\u2010-\u2027\u2030-\u205e]+', '', 'g'
), ''), {name})"""
# Features in brackets, and those that follow a name up to a bracket ("… [Live]" is another song)
_BRACKETED = r"\s*[(\[](feat|ft|featuring)\M[^)\]]*[)\]]"
_FOLLOWING = r"\s+(feat|ft|featuring)\M[^(\[]*"
_EDITION = (
    r"\s*[-\u2013(\[]\s*([0-9]{4}\s+)?(digital(ly)?\s+)?(remaster(ed)?|explicit)(\s+version)?"
    r"(\s+[0-9]{4})?\s*[)\]]?$"
)
_PLAIN = f"regexp_replace(regexp_replace({{key}}, '(.){_BRACKETED}', '\\1'), '(.){_FOLLOWING}', '\\1')"
ARTIST = _FOLDED.format(name=_PLAIN.format(key="a.key"))
TITLE = _FOLDED.format(name=f"regexp_replace({_PLAIN.format(key='t.key')}, '(.){_EDITION}', '\\1')")

_ACROSS = rf""", raw AS MATERIALIZED (
    SELECT id, named_track_id AS track_id, played_at, coalesce(ms_played, length_ms) AS lasts, is_play,
        {FAMILY.format(listen="listen")} AS family,
        source = ANY(:coarse) AS coarse,
        num_nonnulls(
            ms_played, reason_end, skipped, shuffle, offline, platform, conn_country, source_item, album_id,
            recording_mbid, isrc, client, length_ms
        ) AS facts
    FROM <listens>
    WHERE user_id = :user_id AND source <> ALL(:apart) AND id NOT IN (SELECT id FROM own)
), seen AS MATERIALIZED (
    SELECT track_id, min(family) AS first, max(family) AS last FROM raw GROUP BY track_id
), song AS MATERIALIZED (
    SELECT s.track_id, s.first, s.last, {ARTIST} AS artist, {TITLE} AS title
    FROM seen s JOIN track t ON t.id = s.track_id JOIN artist a ON a.id = t.artist_id
), shared AS MATERIALIZED (
    SELECT min(track_id) AS song, array_agg(track_id) AS tracks FROM song GROUP BY artist, title
    HAVING min(first) <> max(last)
), played AS MATERIALIZED (
    SELECT r.*, s.song
    FROM (SELECT song, unnest(tracks) AS track_id FROM shared) s JOIN raw r USING (track_id)
), stepped_2 AS (
    SELECT *, played_at - lag(played_at) OVER same >
        CASE WHEN coarse OR lag(coarse) OVER same THEN interval '60 s' ELSE interval '10 s' END AS breaks
    FROM played
    WINDOW same AS (PARTITION BY song ORDER BY played_at, id)
), cluster AS (
    SELECT *, count(*) FILTER (WHERE breaks) OVER (PARTITION BY song ORDER BY played_at, id) AS run
    FROM stepped_2
), placed AS (
    SELECT *, row_number() OVER (PARTITION BY song, run, family ORDER BY played_at, id) AS nth FROM cluster
), led_2 AS (
    SELECT *, first_value(id) OVER best AS leader, first_value(played_at) OVER best AS leader_at,
        first_value(coarse) OVER best AS leader_coarse
    FROM placed
    WINDOW best AS (PARTITION BY song, run, nth ORDER BY is_play DESC, facts DESC, id)
), close AS MATERIALIZED (
    SELECT id, leader AS twin_of FROM led_2
    WHERE id <> leader AND abs(extract(epoch FROM played_at - leader_at))
        <= CASE WHEN coarse OR leader_coarse THEN 60 ELSE 10 END
), edge AS (
    SELECT p.id, song, family, is_play, facts, e.ends,
        CASE WHEN e.ends THEN played_at + lasts * interval '1 ms' ELSE played_at END AS at
    FROM played p CROSS JOIN (VALUES (false), (true)) e (ends)
    WHERE (NOT e.ends OR lasts > 10000)
        AND id NOT IN (SELECT id FROM close) AND id NOT IN (SELECT twin_of FROM close)
), beside AS (
    SELECT *, lag(id) OVER near AS other, lag(family) OVER near AS other_family,
        lag(ends) OVER near AS other_ends, lag(is_play) OVER near AS other_is_play,
        lag(facts) OVER near AS other_facts, at - lag(at) OVER near AS gap
    FROM edge
    WINDOW near AS (PARTITION BY song ORDER BY at, id)
), pair AS (
    SELECT gap, CASE WHEN other_wins THEN id ELSE other END AS id,
        CASE WHEN other_wins THEN other ELSE id END AS twin_of
    FROM (
        SELECT *, (other_is_play, other_facts, -other) > (is_play, facts, -id) AS other_wins FROM beside
        WHERE family <> other_family AND ends <> other_ends AND gap <= interval '10 s'
    ) w
), once AS (
    SELECT DISTINCT ON (twin_of) id, twin_of
    FROM (SELECT DISTINCT ON (id) * FROM pair ORDER BY id, gap, twin_of) p
    ORDER BY twin_of, gap, id
)"""

_TWINS = {
    False: ", twin AS MATERIALIZED (SELECT * FROM own)",
    # Who hides another may be hidden himself by rule 2: then both point to the one that is shown.
    True: """, twin AS MATERIALIZED (
    SELECT * FROM own UNION ALL SELECT * FROM close
    UNION ALL SELECT * FROM once WHERE twin_of NOT IN (SELECT id FROM once)
)""",
}

_WRITE = """, hidden AS (
    UPDATE listen l SET twin_of = t.twin_of, counted = false FROM twin t
    WHERE l.user_id = :user_id AND l.id = t.id AND l.twin_of IS DISTINCT FROM t.twin_of
    RETURNING 1
), shown AS (
    UPDATE listen l SET twin_of = NULL, counted = is_play AND excluded_by IS NULL
    WHERE l.user_id = :user_id AND l.twin_of IS NOT NULL AND NOT EXISTS (SELECT FROM twin t WHERE t.id = l.id)
    RETURNING 1
)
SELECT (SELECT count(*) FROM hidden) + (SELECT count(*) FROM shown)
"""

# What the rules look at. An import that is not in the history yet stands beside it.
_COLUMNS = (
    "id, user_id, source, source_key, source_item, stamped_at, played_at, named_track_id, album_id, "
    "ms_played, length_ms, is_play, reason_end, skipped, shuffle, offline, offline_at, platform, "
    "conn_country, recording_mbid, isrc, client"
)
_ALONE = "listen"
_WITH_STAGED = (
    f"(SELECT {_COLUMNS} FROM listen WHERE user_id = :user_id "
    f"UNION ALL SELECT {_COLUMNS} FROM import_listen) listen"
)


def _found(listens: str, *, across: bool) -> str:
    """Return the part of a statement that makes ``twin``: what repeats what."""
    return (_OWN + (_ACROSS if across else "") + _TWINS[across]).replace("<listens>", listens)


_RESOLVE = {across: text(_found(_ALONE, across=across) + _WRITE) for across in (False, True)}
_KEEP = {
    across: text(
        "INSERT INTO import_twin (id, twin_of) "
        + _found(_WITH_STAGED, across=across)
        + " SELECT id, twin_of FROM twin"
    )
    for across in (False, True)
}
_KEPT = "WITH twin AS MATERIALIZED (SELECT * FROM import_twin)"
_WRITE_KEPT = text(_KEPT + _WRITE)
_CREATE_KEPT = text("CREATE TEMPORARY TABLE import_twin (id bigint, twin_of bigint) ON COMMIT DROP")
_ANALYZE_KEPT = text("ANALYZE import_twin")

# A history of one service needs no look across: the usual case, and the largest histories.
_OTHER = (
    "SELECT FROM {listens} WHERE user_id = :user_id AND source <> ALL(:spotify) AND source <> ALL(:apart)"
)
_OTHERS = text(f"SELECT EXISTS ({_OTHER.format(listens='listen')})")
_OTHERS_STAGED = text(
    f"SELECT EXISTS ({_OTHER.format(listens='import_listen')}) OR EXISTS ({_OTHER.format(listens='listen')})"
)
_HIDDEN = text("SELECT count(*) FROM listen WHERE user_id = :user_id AND twin_of IS NOT NULL")


async def resolve(session: AsyncSession, user_id: int, *, coarse: Sequence[str] = COARSE) -> int:
    """Hide and show the user's listens by the rules above; return how many rows changed."""
    keys = {"user_id": user_id, "spotify": list(SPOTIFY), "apart": list(APART)}
    across = bool((await session.execute(_OTHERS, keys)).scalar_one())
    values = keys | {"coarse": list(coarse)} if across else {"user_id": user_id}
    return int((await session.execute(_RESOLVE[across], values)).scalar_one())


async def resolve_staged(session: AsyncSession, user_id: int, *, coarse: Sequence[str] = COARSE) -> int:
    """Hide and show the user's listens as if those in ``import_listen`` were there.

    What of these is hidden stands in ``import_twin`` afterwards. Returns how many rows changed of
    those that were there before.
    """
    await session.execute(_CREATE_KEPT)
    keys = {"user_id": user_id, "spotify": list(SPOTIFY), "apart": list(APART)}
    across = bool((await session.execute(_OTHERS_STAGED, keys)).scalar_one())
    await session.execute(_KEEP[across], keys | {"coarse": list(coarse)} if across else {"user_id": user_id})
    await session.execute(_ANALYZE_KEPT)
    return int((await session.execute(_WRITE_KEPT, {"user_id": user_id})).scalar_one())


async def count_hidden(session: AsyncSession, user_id: int) -> int:
    """Return how many of the user's listens repeat another one."""
    return int((await session.execute(_HIDDEN, {"user_id": user_id})).scalar_one())
