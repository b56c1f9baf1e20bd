"""Keep how many different tracks, artists and albums each user ever played."""

from alembic import op

revision = "ever_counts"
down_revision = "hours_on_sheets"
branch_labels = None
depends_on = None

_COUNTS = {"tracks": "track_total", "artists": "artist_total", "albums": "album_total"}


def upgrade() -> None:
    """Apply."""
    columns = ", ".join(f"ADD {counted} bigint NOT NULL DEFAULT 0" for counted in _COUNTS)
    op.execute(f"ALTER TABLE listening_state {columns}")
    counts = ", ".join(
        f"{counted} = (SELECT count(*) FROM {table} t WHERE t.user_id = listening_state.user_id)"
        for counted, table in _COUNTS.items()
    )
    op.execute(f"UPDATE listening_state SET {counts}")


def downgrade() -> None:
    """Take back."""
    op.execute(f"ALTER TABLE listening_state {', '.join(f'DROP {counted}' for counted in _COUNTS)}")
