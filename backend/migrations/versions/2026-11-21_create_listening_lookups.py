"""Keep what services say of genres and release years, and which spellings are one recording."""

from alembic import op

from musaic.platform.rls import protect_user_rows, share_rows

revision = "listening_lookups"
down_revision = "listening_artist_months"
branch_labels = None
depends_on = None

_USER = "user_id bigint NOT NULL REFERENCES user_account (id) ON DELETE CASCADE"
_ANSWER = "source varchar NOT NULL, asked_at timestamptz NOT NULL, mbid uuid, tags varchar[] NOT NULL"
# What a service said, whoever asked: the catalogue's, like the names themselves.
_SHARED = {
    "artist_lookup": f"""
    CREATE TABLE artist_lookup (
        artist_id bigint NOT NULL REFERENCES artist (id), {_ANSWER},
        CONSTRAINT pk_artist_lookup PRIMARY KEY (artist_id, source)
    )
    """,
    "track_lookup": f"""
    CREATE TABLE track_lookup (
        track_id bigint NOT NULL REFERENCES track (id), {_ANSWER}, year smallint,
        CONSTRAINT pk_track_lookup PRIMARY KEY (track_id, source)
    )
    """,
}
_OWNED = {
    "track_year": f"""
    CREATE TABLE track_year (
        {_USER}, track_id bigint NOT NULL, year smallint NOT NULL, source varchar NOT NULL,
        CONSTRAINT pk_track_year PRIMARY KEY (user_id, track_id, source) INCLUDE (year)
    )
    """,
    "song_link": f"""
    CREATE TABLE song_link (
        {_USER}, named_track_id bigint NOT NULL, to_track_id bigint NOT NULL,
        CONSTRAINT pk_song_link PRIMARY KEY (user_id, named_track_id)
    )
    """,
}
_FURTHER = (
    "ALTER TABLE name_switches ADD same_recordings boolean NOT NULL DEFAULT true",
    # Each tag's songs, for rules and filters by genre.
    "CREATE INDEX ix_track_tag_tag ON track_tag (user_id, tag)",
    "CREATE INDEX ix_artist_tag_tag ON artist_tag (user_id, tag)",
    """
    CREATE INDEX ix_listen_mbid ON listen (user_id, recording_mbid, named_track_id)
    WHERE recording_mbid IS NOT NULL
    """,
    "CREATE INDEX ix_listen_isrc ON listen (user_id, isrc, named_track_id) WHERE isrc IS NOT NULL",
)
_BACK = (
    "DROP INDEX ix_listen_isrc",
    "DROP INDEX ix_listen_mbid",
    "DROP INDEX ix_artist_tag_tag",
    "DROP INDEX ix_track_tag_tag",
    "ALTER TABLE name_switches DROP same_recordings",
)


def upgrade() -> None:
    """Apply."""
    for statement in (*_SHARED.values(), *_OWNED.values(), *_FURTHER):
        op.execute(statement)
    for table in _SHARED:
        share_rows(op, table)
    for table in _OWNED:
        protect_user_rows(op, table)


def downgrade() -> None:
    """Take back."""
    for statement in _BACK:
        op.execute(statement)
    for table in (*reversed(_OWNED), *reversed(_SHARED)):
        op.execute(f"DROP TABLE {table}")
