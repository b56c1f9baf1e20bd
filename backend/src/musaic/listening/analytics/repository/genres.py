"""The genres of songs: their own, from whatever source, or else those of their first credited artist."""

# ruff: noqa: S608  every name in these statements is a constant of this package

# (track_id, tag) of songs that have tags of their own; several spellings may say the same.
OWN = """
SELECT s.track_id, g.tag FROM track_tag g
JOIN song_name s ON s.user_id = :user_id AND s.named_track_id = g.track_id
WHERE g.user_id = :user_id
"""
# The same of the others, by their artist; to be read beside a query named ``own``.
_OF_ARTISTS = """
SELECT a.track_id, g.tag FROM artist_tag g
JOIN song_artist a ON a.user_id = :user_id AND a.artist_id = g.artist_id AND a.position = 0
WHERE g.user_id = :user_id AND NOT EXISTS (SELECT FROM own WHERE own.track_id = a.track_id)
"""
# WITH parts that end in ``genre`` (track_id, tag), each pair once.
GENRES = f"""
own AS MATERIALIZED (SELECT DISTINCT track_id, tag FROM ({OWN}) tagged),
genre AS MATERIALIZED (SELECT track_id, tag FROM own UNION SELECT track_id, tag FROM ({_OF_ARTISTS}) others)
"""


def songs_of(tags: str) -> str:
    """Return the query of the songs that have any of ``tags``, the name of a parameter."""
    return f"""
        {OWN.replace("s.track_id, g.tag", "s.track_id")} AND g.tag = ANY({tags})
        UNION ALL
        SELECT a.track_id FROM artist_tag g
        JOIN song_artist a ON a.user_id = :user_id AND a.artist_id = g.artist_id AND a.position = 0
        WHERE g.user_id = :user_id AND g.tag = ANY({tags}) AND NOT EXISTS (
            SELECT FROM song_name n JOIN track_tag o ON o.user_id = :user_id AND o.track_id = n.named_track_id
            WHERE n.user_id = :user_id AND n.track_id = a.track_id
        )
    """
