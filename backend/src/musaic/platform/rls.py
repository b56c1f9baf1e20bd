"""Row-level security, as migrations switch it on."""

from typing import Protocol

from musaic.platform.database import APP_ROLE, SYSTEM_ROLE

# `nullif`: once a transaction-local setting has ended it reads '' and not NULL.
CURRENT_USER_ID = "(SELECT nullif(current_setting('app.user_id', true), '')::bigint)"


class Operations(Protocol):
    """The part of Alembic's ``op`` that is needed here."""

    def execute(self, sqltext: str) -> object:
        """Run one statement."""


def protect_user_rows(op: Operations, table: str, *, owner_column: str = "user_id") -> None:
    """Let the application role see and write only rows of the current user in ``table``."""
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}, {SYSTEM_ROLE}")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {table}_owner ON {table} TO {APP_ROLE} "
        f"USING ({owner_column} = {CURRENT_USER_ID}) WITH CHECK ({owner_column} = {CURRENT_USER_ID})"
    )
    op.execute(f"CREATE POLICY {table}_system ON {table} TO {SYSTEM_ROLE} USING (true) WITH CHECK (true)")


def share_rows(op: Operations, table: str) -> None:
    """Let both roles use ``table``, which holds no user's rows (the shared catalogue)."""
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP_ROLE}, {SYSTEM_ROLE}")


def system_only(op: Operations, table: str) -> None:
    """Keep ``table`` from the application role altogether."""
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {SYSTEM_ROLE}")
