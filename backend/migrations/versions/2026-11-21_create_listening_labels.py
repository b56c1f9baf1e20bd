"""Create the genres and release years of songs, and what was played of each by month and of all time."""

from alembic import op

from musaic.platform.rls import protect_user_rows

revision = "listening_labels"
down_revision = "relay_errors"
branch_labels = None
depends_on = None

_OWNER = "user_id bigint NOT NULL REFERENCES user_account (id) ON DELETE CASCADE"
_TABLES = {
    "song_label": f"""
    CREATE TABLE song_label (
        {_OWNER}, track_id bigint NOT NULL, kind varchar NOT NULL, label varchar NOT NULL,
        CONSTRAINT pk_song_label PRIMARY KEY (user_id, track_id, kind, label)
    )
    """,
    "label_month": f"""
    CREATE TABLE label_month (
        {_OWNER}, plays bigint NOT NULL, ms_played bigint NOT NULL, kind varchar NOT NULL,
        month date NOT NULL, label varchar NOT NULL,
        CONSTRAINT pk_label_month PRIMARY KEY (user_id, kind, month, label)
    ) WITH (fillfactor = 90)
    """,
    "label_total": f"""
    CREATE TABLE label_total (
        {_OWNER}, plays bigint NOT NULL, ms_played bigint NOT NULL, kind varchar NOT NULL,
        label varchar NOT NULL,
        CONSTRAINT pk_label_total PRIMARY KEY (user_id, kind, label)
    ) WITH (fillfactor = 90)
    """,
}
# A song's own genres over all spellings and sources, or else those of its first artist; its earliest year.
_FILL = (
    """
    WITH own AS MATERIALIZED (
        SELECT DISTINCT s.user_id, s.track_id, g.tag FROM song_name s
        JOIN track_tag g ON g.user_id = s.user_id AND g.track_id = s.named_track_id
    )
    INSERT INTO song_label (user_id, track_id, kind, label)
    SELECT user_id, track_id, 'genre', tag FROM own
    UNION ALL
    SELECT DISTINCT a.user_id, a.track_id, 'genre', g.tag FROM song_artist a
    JOIN artist_tag g ON g.user_id = a.user_id AND g.artist_id = a.artist_id
    WHERE a.position = 0 AND NOT EXISTS (
        SELECT FROM own WHERE own.user_id = a.user_id AND own.track_id = a.track_id
    )
    UNION ALL
    SELECT s.user_id, s.track_id, 'year', min(y.year)::varchar FROM song_name s
    JOIN track_year y ON y.user_id = s.user_id AND y.track_id = s.named_track_id
    GROUP BY s.user_id, s.track_id
    """,
    "CREATE INDEX ix_song_label_label ON song_label (user_id, label) INCLUDE (kind, track_id)",
    """
    INSERT INTO label_month (user_id, kind, month, label, plays, ms_played)
    SELECT m.user_id, k.kind, m.month, coalesce(l.label, ''), sum(m.plays), sum(m.ms_played)
    FROM month_total m CROSS JOIN (VALUES ('genre'), ('year')) k (kind)
    LEFT JOIN song_label l ON l.user_id = m.user_id AND l.track_id = m.track_id AND l.kind = k.kind
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3
    """,
    """
    INSERT INTO label_total (user_id, kind, label, plays, ms_played)
    SELECT user_id, kind, label, sum(plays), sum(ms_played) FROM label_month GROUP BY 1, 2, 3
    """,
)


def upgrade() -> None:
    """Apply."""
    for table, create in _TABLES.items():
        op.execute(create)
        protect_user_rows(op, table)
    for statement in _FILL:
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
