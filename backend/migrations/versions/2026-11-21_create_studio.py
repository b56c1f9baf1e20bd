"""Create separations and their stems."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from musaic.platform.rls import protect_user_rows

revision = "studio"
down_revision = "listening"
branch_labels = None
depends_on = None


def _owner(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_user_id_user_account"
    return sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "separation",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("stems_requested", sa.Integer(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=True),
        sa.Column("engine_note", sa.Text(), nullable=True),
        sa.Column("analysis", JSONB(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_separation"),
        _owner("separation"),
        sa.ForeignKeyConstraint(["media_id"], ["media_asset.id"], name="fk_separation_media_id_media_asset"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_separation_job_id_job", ondelete="SET NULL"),
    )
    op.create_index("ix_separation_user_id_created_at_id", "separation", ["user_id", "created_at", "id"])
    op.create_index("ix_separation_media_id", "separation", ["media_id"])
    op.create_table(
        "separation_stem",
        sa.Column("separation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("media_id", sa.Uuid(), nullable=False),
        sa.Column("compact_media_id", sa.Uuid(), nullable=False),
        sa.Column("peaks", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("separation_id", "kind", name="pk_separation_stem"),
        _owner("separation_stem"),
        sa.ForeignKeyConstraint(
            ["separation_id"],
            ["separation.id"],
            name="fk_separation_stem_separation_id_separation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media_asset.id"], name="fk_separation_stem_media_id_media_asset"
        ),
        sa.ForeignKeyConstraint(
            ["compact_media_id"], ["media_asset.id"], name="fk_separation_stem_compact_media_id_media_asset"
        ),
    )
    op.create_index("ix_separation_stem_user_id", "separation_stem", ["user_id"])
    protect_user_rows(op, "separation")
    protect_user_rows(op, "separation_stem")


def downgrade() -> None:
    """Take back."""
    op.drop_table("separation_stem")
    op.drop_table("separation")
