"""Create the tables of the media room."""

import sqlalchemy as sa
from alembic import op

from musaic.platform.rls import protect_user_rows, system_only

revision = "media"
down_revision = "jobs"
branch_labels = None
depends_on = None

_UUID = sa.text("gen_random_uuid()")
_TIME = sa.DateTime(timezone=True)
_NOW = sa.text("now()")


def _owner() -> sa.Column[int]:
    return sa.Column(
        "user_id", sa.BigInteger, sa.ForeignKey("user_account.id", ondelete="CASCADE"), nullable=False
    )


def _created_at() -> sa.Column[object]:
    return sa.Column("created_at", _TIME, server_default=_NOW, nullable=False)


def upgrade() -> None:
    """Apply."""
    _create_assets()
    _create_references()
    _create_uploads()
    _create_removals()


def downgrade() -> None:
    """Take back."""
    op.drop_table("upload")
    op.drop_table("media_reference")
    op.drop_table("media_asset")
    op.execute("DROP FUNCTION media_blob_released()")
    op.drop_table("media_removal")


def _create_assets() -> None:
    op.create_table(
        "media_asset",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=_UUID),
        _owner(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("filename", sa.Text, nullable=False),
        sa.Column("content_type", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("duration_ms", sa.BigInteger),
        sa.Column("sample_rate", sa.Integer),
        sa.Column("channels", sa.Integer),
        sa.Column("codec", sa.Text),
        sa.Column("blob_key", sa.Text, nullable=False),
        sa.Column("peaks", sa.LargeBinary),
        sa.Column("idempotency_key", sa.Text),
        sa.Column("deleted_at", _TIME),
        _created_at(),
        sa.CheckConstraint("kind IN ('audio', 'stem', 'document')", name="kind"),
        sa.CheckConstraint("bytes >= 0", name="bytes"),
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        sa.UniqueConstraint("user_id", "idempotency_key"),
    )
    op.create_index("ix_media_asset_user_id_created_at_id", "media_asset", ["user_id", "created_at", "id"])
    op.create_index("ix_media_asset_blob_key", "media_asset", ["blob_key"])
    protect_user_rows(op, "media_asset")


def _create_references() -> None:
    op.create_table(
        "media_reference",
        sa.Column("media_id", sa.Uuid, sa.ForeignKey("media_asset.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("room", sa.Text, primary_key=True),
        sa.Column("subject_id", sa.Uuid, primary_key=True),
        _owner(),
        _created_at(),
    )
    op.create_index("ix_media_reference_user_id", "media_reference", ["user_id"])
    protect_user_rows(op, "media_reference")


def _create_uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid, primary_key=True, server_default=_UUID),
        _owner(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("filename", sa.Text, nullable=False),
        sa.Column("length", sa.BigInteger, nullable=False),
        sa.Column("metadata_header", sa.Text, nullable=False),
        sa.Column("media_id", sa.Uuid, sa.ForeignKey("media_asset.id", ondelete="SET NULL")),
        sa.Column("idempotency_key", sa.Text),
        sa.Column("finished_at", _TIME),
        sa.Column("expires_at", _TIME, nullable=False),
        _created_at(),
        sa.CheckConstraint("kind IN ('audio', 'document')", name="kind"),
        sa.CheckConstraint("length > 0", name="length"),
        sa.UniqueConstraint("user_id", "idempotency_key"),
    )
    for column in ("user_id", "expires_at", "media_id"):
        op.create_index(f"ix_upload_{column}", "upload", [column])
    protect_user_rows(op, "upload")


def _create_removals() -> None:
    """Note every blob that lost an asset, whatever deleted it: a request, a job, a cascade."""
    op.create_table(
        "media_removal",
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("blob_key", sa.Text, nullable=False),
        _created_at(),
    )
    system_only(op, "media_removal")
    # SECURITY DEFINER: the role that deletes an asset may not see this table.
    op.execute(
        "CREATE FUNCTION media_blob_released() RETURNS trigger LANGUAGE plpgsql "
        "SECURITY DEFINER SET search_path = pg_catalog, public AS $$ BEGIN "
        "INSERT INTO media_removal (blob_key) VALUES (OLD.blob_key); RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER media_asset_blob_released AFTER DELETE ON media_asset "
        "FOR EACH ROW EXECUTE FUNCTION media_blob_released()"
    )
