"""Create invitations and connections of two people."""

from alembic import op

from musaic.platform.database import APP_ROLE, SYSTEM_ROLE
from musaic.platform.rls import CURRENT_USER_ID, protect_user_rows

revision = "listening_people"
down_revision = "listening_lookups"
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE people_invitation (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        user_id bigint NOT NULL CONSTRAINT fk_people_invitation_user_id_user_account
            REFERENCES user_account (id) ON DELETE CASCADE,
        code_hash bytea NOT NULL,
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_people_invitation PRIMARY KEY (id)
    )
    """,
    "CREATE UNIQUE INDEX uq_people_invitation_code_hash ON people_invitation (code_hash)",
    "CREATE INDEX ix_people_invitation_user_id ON people_invitation (user_id, created_at)",
    """
    CREATE TABLE people_connection (
        id uuid NOT NULL DEFAULT gen_random_uuid(),
        inviter_id bigint NOT NULL CONSTRAINT fk_people_connection_inviter_id_user_account
            REFERENCES user_account (id) ON DELETE CASCADE,
        accepter_id bigint NOT NULL CONSTRAINT fk_people_connection_accepter_id_user_account
            REFERENCES user_account (id) ON DELETE CASCADE,
        invited_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        ended_by bigint,
        CONSTRAINT pk_people_connection PRIMARY KEY (id),
        CONSTRAINT ck_people_connection_two_people CHECK (inviter_id <> accepter_id),
        CONSTRAINT ck_people_connection_ended_by_somebody CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
        CONSTRAINT ck_people_connection_ended_by_one_of_them CHECK (ended_by IN (inviter_id, accepter_id))
    )
    """,
    """
    CREATE UNIQUE INDEX uq_people_connection_open ON people_connection
        (least(inviter_id, accepter_id), greatest(inviter_id, accepter_id)) WHERE ended_at IS NULL
    """,
    "CREATE INDEX ix_people_connection_inviter_id ON people_connection (inviter_id)",
    "CREATE INDEX ix_people_connection_accepter_id ON people_connection (accepter_id)",
)


def upgrade() -> None:
    """Create both tables, and say who may do what with a connection."""
    for statement in _TABLES:
        op.execute(statement)
    protect_user_rows(op, "people_invitation")
    _protect_connections()


def _protect_connections() -> None:
    """Let both people see a connection and end it in their own name; the system alone makes one."""
    table = "people_connection"
    mine = f"{CURRENT_USER_ID} IN (inviter_id, accepter_id)"
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {SYSTEM_ROLE}")
    op.execute(f"GRANT SELECT, UPDATE (ended_at, ended_by) ON {table} TO {APP_ROLE}")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_seen ON {table} FOR SELECT TO {APP_ROLE} USING ({mine})")
    op.execute(
        f"CREATE POLICY {table}_ended ON {table} FOR UPDATE TO {APP_ROLE} "
        f"USING ({mine} AND ended_at IS NULL) "
        f"WITH CHECK ({mine} AND ended_at IS NOT NULL AND ended_by = {CURRENT_USER_ID})"
    )
    op.execute(f"CREATE POLICY {table}_system ON {table} TO {SYSTEM_ROLE} USING (true) WITH CHECK (true)")


def downgrade() -> None:
    """Drop both tables."""
    op.execute("DROP TABLE people_connection")
    op.execute("DROP TABLE people_invitation")
