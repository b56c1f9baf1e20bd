"""A query that forgets its owner filter returns nothing of anybody else's, in every table.

The tables are read from the database, so a new table is covered, or found out, by itself: a row
of Alice's is made in it from the types of its columns, and read back as the application role.
"""

from collections.abc import Sequence

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from musaic.platform.database import APP_ROLE, Database, create_engine

pytestmark = pytest.mark.asyncio
ALICE, BOB = 1_000_001, 1_000_002

# Tables that hold users' rows and that the application role must not read at all.
SYSTEM_ONLY = {"refresh_token", "login_throttle"}

_OWNED = text(
    "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t "
    "USING (table_schema, table_name) WHERE c.table_schema = 'public' "
    "AND t.table_type = 'BASE TABLE' AND c.column_name = 'user_id' ORDER BY 1"
)
_NEEDED = text(
    "SELECT column_name, data_type, udt_name FROM information_schema.columns "
    "WHERE table_schema = 'public' AND table_name = :table AND is_nullable = 'NO' "
    "AND column_default IS NULL AND is_identity = 'NO' AND is_generated = 'NEVER'"
)
_CHECKS = text("SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(:table) AND contype = 'c'")
_OPEN_VIEWS = text(
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
    "AND has_table_privilege(:role, oid, 'SELECT') AND (relkind = 'm' OR (relkind = 'v' AND NOT "
    "coalesce('security_invoker=true' = ANY (reloptions), false)))"
)
_POWERS = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = :role")
_OWNED_BY_ROLE = text("SELECT count(*) FROM pg_tables WHERE tableowner = :role")

_VALUES = {
    "boolean": "false",
    "bytea": "'\\x00'",
    "date": "now()",
    "json": "'{}'",
    "jsonb": "'{}'",
    "interval": "'1 second'",
    "time without time zone": "now()",
    "timestamp with time zone": "now()",
    "timestamp without time zone": "now()",
    "uuid": "gen_random_uuid()",
    "ARRAY": "'{}'",
}
_NUMBERS = {"smallint", "integer", "bigint", "numeric", "real", "double precision"}


def sample(data_type: str, type_name: str) -> str:
    """Return SQL for some value of the type."""
    if data_type in _NUMBERS:
        return "1"
    if data_type == "USER-DEFINED":
        return f"(enum_range(NULL::{type_name}))[1]" if type_name not in {"citext", "tsvector"} else "'x'"
    return _VALUES.get(data_type, "'x'")


async def insert_row(connection: AsyncConnection, table: str, owner: str) -> None:
    """Insert a row of Alice's, whatever checks and foreign keys the table has."""
    for (check,) in (await connection.execute(_CHECKS, {"table": table})).all():
        await connection.execute(text(f'ALTER TABLE "{table}" DROP CONSTRAINT "{check}"'))
    columns = (await connection.execute(_NEEDED, {"table": table})).all()
    values = {name: sample(data_type, type_name) for name, data_type, type_name in columns}
    values[owner] = str(ALICE)
    names = ", ".join(f'"{name}"' for name in values)
    generated = "OVERRIDING SYSTEM VALUE" if owner == "id" else ""
    statement = f'INSERT INTO "{table}" ({names}) {generated} VALUES ({", ".join(values.values())})'  # noqa: S608
    await connection.execute(text(statement))


async def count_as(connection: AsyncConnection, table: str, user_id: int | None) -> int:
    """Count what the application role sees without any filter; ``None``: nobody is set."""
    await connection.execute(text(f"SET LOCAL ROLE {APP_ROLE}"))
    value = "" if user_id is None else str(user_id)
    await connection.execute(text("SELECT set_config('app.user_id', :value, true)"), {"value": value})
    found = await connection.execute(text(f'SELECT count(*) FROM "{table}"'))  # noqa: S608
    await connection.execute(text("RESET ROLE"))
    return int(found.scalar_one())


async def leak(connection: AsyncConnection, table: str, owner: str = "user_id") -> str | None:
    """Return what is wrong with ``table``, or None."""
    savepoint = await connection.begin_nested()
    try:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        await insert_row(connection, table, owner)
        seen = {who: await count_as(connection, table, who) for who in (ALICE, BOB, None)}
    except DBAPIError as error:
        return f"cannot be read by its owner: {error.orig}"
    finally:
        await savepoint.rollback()
    if seen[BOB] or seen[None]:
        return f"shows Alice's row to Bob ({seen[BOB]}) or to nobody ({seen[None]})"
    return None if seen[ALICE] else "hides Alice's row from Alice"


async def leaks(connection: AsyncConnection, tables: Sequence[str]) -> dict[str, str]:
    """Return what is wrong, by table."""
    found = {table: await leak(connection, table) for table in tables if table not in SYSTEM_ONLY}
    return {table: problem for table, problem in found.items() if problem}


async def owned_tables(connection: AsyncConnection) -> list[str]:
    return [name for (name,) in (await connection.execute(_OWNED)).all()]


async def test_no_table_shows_anothers_rows(database: Database, migrated_url: str) -> None:
    owner = create_engine(migrated_url, role=None)
    async with owner.connect() as connection:
        tables = await owned_tables(connection)
        assert "login_session" in tables
        assert await leaks(connection, tables) == {}
        assert await leak(connection, "user_account", "id") is None
    await owner.dispose()


async def test_a_forgetful_table_would_be_found(database: Database, migrated_url: str) -> None:
    owner = create_engine(migrated_url, role=None)
    async with owner.connect() as connection:
        await connection.execute(text("CREATE TABLE open_to_all (user_id bigint NOT NULL, note text)"))
        await connection.execute(text(f"GRANT SELECT ON open_to_all TO {APP_ROLE}"))
        await connection.execute(text("CREATE TABLE never_granted (user_id bigint NOT NULL)"))
        found = await leaks(connection, await owned_tables(connection))
        assert found.keys() == {"open_to_all", "never_granted"}
        await connection.rollback()
    await owner.dispose()


async def left_behind(connection: AsyncConnection, table: str) -> int:
    """Return how many of Alice's rows are still in ``table`` once she is gone."""
    savepoint = await connection.begin_nested()
    await connection.execute(text("SET LOCAL session_replication_role = replica"))
    await insert_row(connection, "user_account", "id")
    await insert_row(connection, table, "user_id")
    await connection.execute(text("SET LOCAL session_replication_role = origin"))
    await connection.execute(text("DELETE FROM user_account WHERE id = :id"), {"id": ALICE})
    found = await connection.execute(text(f'SELECT count(*) FROM "{table}"'))  # noqa: S608
    await savepoint.rollback()
    return int(found.scalar_one())


async def test_a_user_who_goes_leaves_nothing(database: Database, migrated_url: str) -> None:
    owner = create_engine(migrated_url, role=None)
    async with owner.connect() as connection:
        await connection.execute(text("CREATE TABLE forgotten (user_id bigint NOT NULL)"))
        left = {table: await left_behind(connection, table) for table in await owned_tables(connection)}
        assert {table for table, rows in left.items() if rows} == {"forgotten"}
        await connection.rollback()
    await owner.dispose()


@pytest.mark.parametrize("table", sorted(SYSTEM_ONLY))
async def test_system_tables_are_closed_to_users(database: Database, table: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with database.user_transaction(ALICE) as session:
            await session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608
    async with database.system_transaction() as session:
        await session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608


async def test_no_view_opens_a_back_door(database: Database) -> None:
    async with database.system_transaction() as session:
        assert (await session.execute(_OPEN_VIEWS, {"role": APP_ROLE})).scalars().all() == []


async def test_the_application_role_has_no_power_and_owns_nothing(database: Database) -> None:
    async with database.system_transaction() as session:
        assert (await session.execute(_POWERS, {"role": APP_ROLE})).scalar_one() is False
        assert (await session.execute(_OWNED_BY_ROLE, {"role": APP_ROLE})).scalar_one() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE user_account SET is_admin = true",
        "UPDATE user_account SET password_hash = 'x'",
        "DELETE FROM user_account",
        "INSERT INTO user_account (email, display_name, password_hash) VALUES ('a', 'a', 'a')",
        "UPDATE login_session SET expires_at = now() + interval '1 year'",
        "INSERT INTO login_session (user_id, expires_at) VALUES (1000001, now())",
    ],
)
async def test_users_cannot_raise_their_own_powers(database: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        async with database.user_transaction(ALICE) as session:
            await session.execute(text(statement))


async def test_the_setting_ends_with_its_transaction(database: Database) -> None:
    async with database.user_transaction(ALICE):
        pass
    async with database.app_engine.connect() as connection:
        left = (await connection.execute(text("SELECT current_setting('app.user_id', true)"))).scalar_one()
        assert left in {"", None}
        assert (await connection.execute(text("SELECT count(*) FROM user_account"))).scalar_one() == 0
