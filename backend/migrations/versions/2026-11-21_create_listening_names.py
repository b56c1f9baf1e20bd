"""Tell what a source wrote apart from what a user's charts show."""

from alembic import op

revision = "listening_names"
down_revision = "demo"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.execute(
        "ALTER TABLE listen ADD named_track_id bigint, ADD named_album_id bigint, ADD excluded_by uuid, "
        "ADD recording_mbid uuid, ADD isrc varchar, ADD client varchar"
    )
    op.execute("UPDATE listen SET named_track_id = track_id, named_album_id = album_id")
    op.execute("ALTER TABLE listen ALTER named_track_id SET NOT NULL")
    op.execute("ALTER TABLE listen DROP CONSTRAINT ck_listen_counted_is_play")
    op.execute(
        "ALTER TABLE listen ADD CONSTRAINT ck_listen_counted_is_play "
        "CHECK (NOT counted OR (is_play AND twin_of IS NULL AND excluded_by IS NULL))"
    )
    op.execute("CREATE INDEX ix_listen_track ON listen (user_id, track_id, played_at) WHERE counted")


def downgrade() -> None:
    """Take back."""
    op.execute("DROP INDEX ix_listen_track")
    op.execute("ALTER TABLE listen DROP CONSTRAINT ck_listen_counted_is_play")
    op.execute("UPDATE listen SET track_id = named_track_id, album_id = named_album_id")
    op.execute("UPDATE listen SET counted = is_play AND twin_of IS NULL WHERE excluded_by IS NOT NULL")
    op.execute(
        "ALTER TABLE listen ADD CONSTRAINT ck_listen_counted_is_play "
        "CHECK (NOT counted OR (is_play AND twin_of IS NULL))"
    )
    op.execute(
        "ALTER TABLE listen DROP named_track_id, DROP named_album_id, DROP excluded_by, "
        "DROP recording_mbid, DROP isrc, DROP client"
    )
