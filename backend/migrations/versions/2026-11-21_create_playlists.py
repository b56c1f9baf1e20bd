"""Create playlists and their tracks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from musaic.platform.rls import protect_user_rows

revision = "playlists"
down_revision = "transcripts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "playlist",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seed_track_ids", JSONB(), nullable=False),
        sa.Column("options", JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_playlist"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_playlist_user_id_user_account", ondelete="CASCADE"
        ),
    )
    op.create_index(
        "ix_playlist_user_id_created_at",
        "playlist",
        ["user_id", sa.text("created_at DESC"), sa.text("id DESC")],
    )
    op.create_table(
        "playlist_track",
        sa.Column("playlist_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("track_id", sa.BigInteger(), nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("shares", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("playlist_id", "position", name="pk_playlist_track"),
        sa.ForeignKeyConstraint(
            ["playlist_id"],
            ["playlist.id"],
            name="fk_playlist_track_playlist_id_playlist",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user_account.id"],
            name="fk_playlist_track_user_id_user_account",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name="fk_playlist_track_track_id_track"),
    )
    protect_user_rows(op, "playlist")
    protect_user_rows(op, "playlist_track")


def downgrade() -> None:
    """Take back."""
    op.drop_table("playlist_track")
    op.drop_table("playlist")
