"""Create users, their log-in sessions and refresh tokens, and the log-in throttle."""

import sqlalchemy as sa
from alembic import op

from musaic.platform.database import APP_ROLE
from musaic.platform.rls import protect_user_rows, system_only

revision = "accounts"
down_revision = "roles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the four tables and say who may touch which column."""
    _create_users()
    _create_sessions()
    _create_throttle()
    _grant()


def _moment(name: str, *, filled: bool = True) -> sa.Column[object]:
    default = sa.text("now()") if filled else None
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=default)


def _create_users() -> None:
    op.create_table(
        "user_account",
        sa.Column("id", sa.BigInteger, sa.Identity(always=False), nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("display_name", sa.String, nullable=False),
        sa.Column("password_hash", sa.String, nullable=False),
        sa.Column("is_admin", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("is_active", sa.Boolean, nullable=False, server_default=sa.text("true")),
        sa.Column("timezone", sa.String, nullable=False, server_default=sa.text("'UTC'")),
        sa.Column("locale", sa.String, nullable=False, server_default=sa.text("'en'")),
        _moment("created_at"),
        sa.PrimaryKeyConstraint("id", name="pk_user_account"),
        sa.CheckConstraint("char_length(email) <= 320", name=op.f("ck_user_account_email_length")),
    )
    op.create_index("uq_user_account_lower_email", "user_account", [sa.text("lower(email)")], unique=True)


def _create_sessions() -> None:
    op.create_table(
        "login_session",
        sa.Column("id", sa.Uuid, nullable=False, server_default=sa.text("gen_random_uuid()")),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("user_agent", sa.String, nullable=False, server_default=sa.text("''")),
        sa.Column("ip_hint", sa.String, nullable=False, server_default=sa.text("''")),
        _moment("created_at"),
        _moment("last_used_at"),
        _moment("expires_at", filled=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_login_session"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], "fk_login_session_user_id_user_account", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_login_session_user_id", "login_session", ["user_id"])
    op.create_index("ix_login_session_expires_at", "login_session", ["expires_at"])
    op.create_table(
        "refresh_token",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("session_id", sa.Uuid, nullable=False),
        _moment("created_at"),
        sa.Column("rotated_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("token_hash", name="pk_refresh_token"),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["login_session.id"],
            "fk_refresh_token_session_id_login_session",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_refresh_token_session_id", "refresh_token", ["session_id"])


def _create_throttle() -> None:
    op.create_table(
        "login_throttle",
        sa.Column("subject_hash", sa.LargeBinary, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        _moment("blocked_until", filled=False),
        _moment("last_failure_at", filled=False),
        sa.PrimaryKeyConstraint("subject_hash", name="pk_login_throttle"),
    )
    op.create_index("ix_login_throttle_last_failure_at", "login_throttle", ["last_failure_at"])


def _grant() -> None:
    """Let users change their own profile and end their own sessions; the rest is the system's.

    Accounts and sessions are made before anybody is known, and nobody makes himself an
    administrator: so the application role gets columns, not tables.
    """
    protect_user_rows(op, "user_account", owner_column="id")
    op.execute(f"REVOKE INSERT, UPDATE, DELETE ON user_account FROM {APP_ROLE}")
    op.execute(f"GRANT UPDATE (display_name, timezone, locale) ON user_account TO {APP_ROLE}")
    protect_user_rows(op, "login_session")
    op.execute(f"REVOKE INSERT, UPDATE, DELETE ON login_session FROM {APP_ROLE}")
    op.execute(f"GRANT UPDATE (revoked_at) ON login_session TO {APP_ROLE}")
    system_only(op, "refresh_token")
    system_only(op, "login_throttle")


def downgrade() -> None:
    """Drop the four tables."""
    for table in ("login_throttle", "refresh_token", "login_session", "user_account"):
        op.drop_table(table)
