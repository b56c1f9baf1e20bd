"""Put the hours of the week on the sheets of months, which upkeep fills anew."""

from alembic import op

revision = "hours_on_sheets"
down_revision = "month_sheets"
branch_labels = None
depends_on = None

_COLUMNS = ("cells", "cell_plays", "cell_ms")


def upgrade() -> None:
    """Apply."""
    op.execute(f"ALTER TABLE month_sheet {', '.join(f'ADD {column} bytea' for column in _COLUMNS)}")
    kept = ", ".join(f"ALTER {column} SET STORAGE EXTERNAL" for column in _COLUMNS)
    op.execute(f"ALTER TABLE month_sheet {kept}")
    # A sheet is empty or has all of its columns.
    op.execute(
        "UPDATE month_sheet SET track_ids = NULL, album_ids = NULL, track_plays = NULL, track_ms = NULL, "
        "artist_ids = NULL, artist_plays = NULL, artist_ms = NULL WHERE track_ids IS NOT NULL"
    )


def downgrade() -> None:
    """Take back."""
    op.execute(f"ALTER TABLE month_sheet {', '.join(f'DROP {column}' for column in _COLUMNS)}")
