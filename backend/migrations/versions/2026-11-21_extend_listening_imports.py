"""More facts of a listen, choices of an import, remembered columns of tables."""

from alembic import op

from musaic.platform.rls import protect_user_rows

revision = "listening_imports"
down_revision = "studio_notes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    # Nullable, without a default: no row is rewritten.
    op.execute(
        """
        ALTER TABLE listen
            ADD COLUMN recording_mbid uuid, ADD COLUMN isrc varchar, ADD COLUMN client varchar,
            ADD COLUMN length_ms integer
        """
    )
    op.execute(
        """
        ALTER TABLE listening_import
            ADD COLUMN options jsonb NOT NULL DEFAULT '{}', ADD COLUMN undo_job_id uuid
        """
    )
    op.execute(
        """
        CREATE TABLE csv_mapping (
            user_id bigint NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
            signature varchar NOT NULL, mapping jsonb NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT pk_csv_mapping PRIMARY KEY (user_id, signature)
        )
        """
    )
    protect_user_rows(op, "csv_mapping")


def downgrade() -> None:
    """Take back."""
    op.execute("DROP TABLE csv_mapping")
    op.execute("ALTER TABLE listening_import DROP COLUMN options, DROP COLUMN undo_job_id")
    op.execute(
        """
        ALTER TABLE listen DROP COLUMN recording_mbid, DROP COLUMN isrc, DROP COLUMN client,
            DROP COLUMN length_ms
        """
    )
