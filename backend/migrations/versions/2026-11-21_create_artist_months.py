"""Create the months of artists; find by an index what was heard since a moment."""

from alembic import op

from musaic.platform.rls import protect_user_rows

revision = "listening_artist_months"
down_revision = "listening_analytics"
branch_labels = None
depends_on = None

_TOTALS = ("track", "artist", "album")


def upgrade() -> None:
    """Apply."""
    op.execute(
        """
        CREATE TABLE artist_month (
            user_id bigint NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
            plays bigint NOT NULL, ms_played bigint NOT NULL, month date NOT NULL, artist_id bigint NOT NULL,
            CONSTRAINT pk_artist_month PRIMARY KEY (user_id, month, artist_id) INCLUDE (plays, ms_played)
        )
        """
    )
    protect_user_rows(op, "artist_month")
    op.execute(
        """
        INSERT INTO artist_month (user_id, month, artist_id, plays, ms_played)
        SELECT user_id, month, a.artist_id, sum(plays), sum(ms_played)
        FROM month_total JOIN song_artist a USING (user_id, track_id) GROUP BY user_id, month, a.artist_id
        """
    )
    op.execute("CREATE INDEX ix_artist_month_artist ON artist_month (user_id, artist_id)")
    for entity in _TOTALS:
        columns = f"user_id, last_at, {entity}_id"
        op.execute(f"CREATE INDEX ix_{entity}_total_last ON {entity}_total ({columns})")


def downgrade() -> None:
    """Take back."""
    for entity in _TOTALS:
        op.execute(f"DROP INDEX ix_{entity}_total_last")
    op.execute("DROP TABLE artist_month")
