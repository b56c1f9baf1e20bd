"""Runs migrations as the owner of the tables, on the connection or URL it is given."""

from alembic import context
from sqlalchemy import Connection

from musaic.entrypoints import tables  # noqa: F401  every room's tables on one metadata
from musaic.platform.database import Base, create_engine
from musaic.platform.settings import get_settings


def _is_modelled(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Leave out trigram indexes: they exist only where the server has pg_trgm, so no model names them."""
    return not (kind == "index" and (name or "").endswith("_trgm"))


def run(connection: Connection) -> None:
    """Migrate over ``connection``, giving up rather than blocking the application on a lock."""
    connection.exec_driver_sql("SET lock_timeout = '5s'")
    connection.commit()
    context.configure(
        connection=connection, target_metadata=Base.metadata, compare_type=True, include_object=_is_modelled
    )
    with context.begin_transaction():
        context.run_migrations()


async def run_on_url() -> None:
    """Migrate the database of the settings (or of ``-x url=…``)."""
    url = context.get_x_argument(as_dictionary=True).get("url") or get_settings().database_url
    if not url:
        message = "Set MUSAIC_DATABASE_URL, or pass -x url=postgresql://…"
        raise SystemExit(message)
    engine = create_engine(url, role=None)
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    import asyncio

    asyncio.run(run_on_url())
