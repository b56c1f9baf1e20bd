"""Remember what came with the demo data."""

import sqlalchemy as sa
from alembic import op

from musaic.platform.rls import protect_user_rows

revision = "demo"
down_revision = "playlists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "demo_item",
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "subject_id", name="pk_demo_item"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name="fk_demo_item_user_id_user_account", ondelete="CASCADE"
        ),
    )
    protect_user_rows(op, "demo_item")


def downgrade() -> None:
    """Take back."""
    op.drop_table("demo_item")
