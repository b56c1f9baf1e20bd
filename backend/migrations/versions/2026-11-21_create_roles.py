"""Create the two roles that own nothing: one for users, one for the system itself."""

from alembic import op

from musaic.platform.database import APP_ROLE, SYSTEM_ROLE

revision = "roles"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the roles (they belong to the server, so they may exist) and let the login enter them."""
    for role in (APP_ROLE, SYSTEM_ROLE):
        op.execute(
            f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        )
        op.execute(f"GRANT {role} TO CURRENT_USER")
        op.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {role}")
        op.execute(f"GRANT SELECT ON alembic_version TO {role}")


def downgrade() -> None:
    """Take back the privileges; the roles stay, other databases of the server may use them."""
    for role in (APP_ROLE, SYSTEM_ROLE):
        op.execute(f"REVOKE SELECT ON alembic_version FROM {role}")
        op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE USAGE ON SEQUENCES FROM {role}")
        op.execute(f"REVOKE USAGE ON SCHEMA public FROM {role}")
