"""The genres of songs: their own, from whatever source, or else those of their first credited artist."""

# ruff: noqa: S608  every name in these statements is a constant of this package

# WITH parts over a query ``song`` (track_id, artist_id, plays, ms_played): ``own`` are the songs'
# own tags, ``rest`` what artists have without the songs that have any, ``theirs`` the artists' tags.
# Several spellings and several sources may say the same.
_OF_FEW = """
own AS MATERIALIZED (
    SELECT DISTINCT song.track_id, g.tag FROM song
    JOIN song_name s ON s.user_id = :user_id AND s.track_id = song.track_id
    JOIN track_tag g ON g.user_id = :user_id AND g.track_id = s.named_track_id
)
"""
# Of most songs of a history it costs less to read all tags once.
_OF_MANY = """
own AS MATERIALIZED (
    SELECT DISTINCT s.track_id, g.tag FROM track_tag g
    JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = g.track_id
    WHERE g.user_id = :user_id
)
"""
_REST = """
rest AS MATERIALIZED (
    SELECT artist_id, sum(plays) AS plays, sum(ms_played) AS ms_played, count(*) AS tracks FROM song
    WHERE track_id NOT IN (SELECT track_id FROM own) GROUP BY 1
), theirs AS MATERIALIZED (
    SELECT DISTINCT g.artist_id, g.tag FROM rest
    JOIN artist_tag g ON g.user_id = :user_id AND g.artist_id = rest.artist_id
)
"""


def genres(*, many: bool) -> str:
    """Return the WITH parts over ``song``; ``many`` for a ``song`` of hundreds of days."""
    return f"{_OF_MANY if many else _OF_FEW}, {_REST}"


def songs_of(tags: str) -> str:
    """Return the query of the songs that have any of ``tags``, the name of a parameter."""
    return f"""
        SELECT s.track_id FROM track_tag g
        JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = g.track_id
        WHERE g.user_id = :user_id AND g.tag = ANY({tags})
        UNION ALL
        SELECT a.track_id FROM artist_tag g
        JOIN song_artist a ON a.user_id = :user_id AND a.artist_id = g.artist_id AND a.position = 0
        WHERE g.user_id = :user_id AND g.tag = ANY({tags}) AND NOT EXISTS (
            SELECT FROM song_name n JOIN track_tag o ON o.user_id = :user_id AND o.track_id = n.named_track_id
            WHERE n.user_id = :user_id AND n.track_id = a.track_id
        )
    """
