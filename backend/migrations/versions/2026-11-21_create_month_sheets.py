"""Create the sheets of months, empty: upkeep fills them."""

from alembic import op

from musaic.platform.rls import protect_user_rows

revision = "month_sheets"
down_revision = "cover_artist_months"
branch_labels = None
depends_on = None

_COLUMNS = ("track_ids", "album_ids", "track_plays", "track_ms", "artist_ids", "artist_plays", "artist_ms")


def upgrade() -> None:
    """Apply."""
    op.execute(
        f"""
        CREATE TABLE month_sheet (
            user_id bigint NOT NULL REFERENCES user_account (id) ON DELETE CASCADE, month date NOT NULL,
            {", ".join(f"{column} bytea" for column in _COLUMNS)},
            CONSTRAINT pk_month_sheet PRIMARY KEY (user_id, month)
        )
        """
    )
    # Sheets are there to be read at once: to unpack them would take longer than to read them.
    kept = ", ".join(f"ALTER {column} SET STORAGE EXTERNAL" for column in _COLUMNS)
    op.execute(f"ALTER TABLE month_sheet {kept}")
    op.execute("CREATE INDEX ix_month_sheet_open ON month_sheet (user_id, month) WHERE track_ids IS NULL")
    protect_user_rows(op, "month_sheet")
    op.execute("INSERT INTO month_sheet (user_id, month) SELECT DISTINCT user_id, month FROM month_total")


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TABLE month_sheet")
