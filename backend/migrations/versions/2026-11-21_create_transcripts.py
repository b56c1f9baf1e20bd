"""Create transcripts and their segments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from musaic.platform.rls import protect_user_rows

revision = "transcripts"
down_revision = "studio"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables; each holds its owner, so that row-level security needs no join."""
    _create_transcript()
    _create_segment()
    protect_user_rows(op, "transcript")
    protect_user_rows(op, "transcript_segment")


def downgrade() -> None:
    """Drop both tables."""
    op.drop_table("transcript_segment")
    op.drop_table("transcript")


def _owner(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_user_id_user_account"
    return sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name, ondelete="CASCADE")


def _create_transcript() -> None:
    op.create_table(
        "transcript",
        sa.Column("id", sa.Uuid, nullable=False, server_default=sa.text("gen_random_uuid()")),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("media_id", sa.Uuid, nullable=False),
        sa.Column("job_id", sa.Uuid),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("language", sa.String),
        sa.Column("language_detected", sa.Boolean),
        sa.Column("engine", sa.String),
        sa.Column("model", sa.String),
        sa.Column("quality", sa.String),
        sa.Column("reason", sa.String),
        sa.Column("diarization", sa.String),
        sa.Column("duration_ms", sa.BigInteger),
        sa.Column("speakers", JSONB, nullable=False, server_default=sa.text("'[]'::jsonb")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_transcript"),
        _owner("transcript"),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media_asset.id"], "fk_transcript_media_id_media_asset", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], "fk_transcript_job_id_job", ondelete="SET NULL"),
        sa.CheckConstraint("quality IN ('draft', 'full')", name=op.f("ck_transcript_quality")),
    )
    op.create_index("ix_transcript_user_id_created_at_id", "transcript", ["user_id", "created_at", "id"])
    op.create_index("ix_transcript_media_id", "transcript", ["media_id"])
    op.create_index("ix_transcript_job_id", "transcript", ["job_id"])


def _create_segment() -> None:
    op.create_table(
        "transcript_segment",
        sa.Column("id", sa.BigInteger, sa.Identity(always=False), nullable=False),
        sa.Column("transcript_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("start_ms", sa.BigInteger, nullable=False),
        sa.Column("end_ms", sa.BigInteger, nullable=False),
        sa.Column("speaker", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("words", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transcript_segment"),
        _owner("transcript_segment"),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            "fk_transcript_segment_transcript_id_transcript",
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("transcript_id", "position", name="uq_transcript_segment_transcript_id_position"),
        sa.CheckConstraint("0 <= start_ms AND start_ms < end_ms", name=op.f("ck_transcript_segment_times")),
    )
    op.create_index("ix_transcript_segment_user_id", "transcript_segment", ["user_id"])
