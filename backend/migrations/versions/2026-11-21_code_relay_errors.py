"""Keep the stable code beside what went wrong with a relay, so that the app can say it in every language."""

import sqlalchemy as sa
from alembic import op

revision = "relay_errors"
down_revision = "listening_site"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("scrobble_relay", sa.Column("last_error_code", sa.String(), nullable=True))


def downgrade() -> None:
    """Take back."""
    op.drop_column("scrobble_relay", "last_error_code")
