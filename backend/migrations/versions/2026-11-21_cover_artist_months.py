"""Let the months of an artist be read from their index alone."""

from alembic import op

revision = "cover_artist_months"
down_revision = "listening_labels"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Order the index by month and let it hold the figures."""
    _index("user_id, artist_id, month) INCLUDE (plays, ms_played")


def downgrade() -> None:
    """Bring back the index of artists."""
    _index("user_id, artist_id")


def _index(columns: str) -> None:
    op.execute("DROP INDEX ix_artist_month_artist")
    op.execute(f"CREATE INDEX ix_artist_month_artist ON artist_month ({columns})")
