"""Keep the stable code beside an engine's note, so that the app can say it in every language."""

import sqlalchemy as sa
from alembic import op

revision = "studio_notes"
down_revision = "demo"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("separation", sa.Column("engine_note_code", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("separation", "engine_note_code")
