"""Connections: who they are with, whether they stand, and their end."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts import public as accounts
from musaic.listening.people.errors import ConnectionNotFoundError
from musaic.listening.people.models import PeopleConnection
from musaic.listening.people.repository import connections
from musaic.listening.people.schemas import ConnectionOut
from musaic.platform import clock
from musaic.platform.database import Database

# Open ones and, after them, as many of the ended.
MOST_LISTED = 200


def other_of(connection: PeopleConnection, user_id: int) -> int:
    """Return the other of the two."""
    return connection.accepter_id if connection.inviter_id == user_id else connection.inviter_id


async def listed(database: Database, user_id: int) -> list[ConnectionOut]:
    """Return the user's connections: open ones first, each newest first."""
    async with database.user_transaction(user_id) as session:
        found = await connections.of_user(session, user_id, MOST_LISTED)
    return await described(database, user_id, found)


async def described(
    database: Database, user_id: int, found: Sequence[PeopleConnection]
) -> list[ConnectionOut]:
    """Return connections as ``user_id`` sees them, with the name that the other goes by now."""
    async with database.system_transaction() as session:
        names = await accounts.display_names(session, [other_of(each, user_id) for each in found])
    # Whoever has left Musaic meanwhile took the connection along.
    return [
        ConnectionOut(
            id=each.id,
            name=names[other_of(each, user_id)],
            invited_by_me=each.inviter_id == user_id,
            invited_at=each.invited_at,
            accepted_at=each.created_at,
            ended_at=each.ended_at,
            ended_by_me=None if each.ended_by is None else each.ended_by == user_id,
        )
        for each in found
        if other_of(each, user_id) in names
    ]


async def consented(database: Database, user_id: int, connection_id: UUID) -> int:
    """Return with whom the user has this connection, if it stands; raises ConnectionNotFoundError."""
    async with database.user_transaction(user_id) as session:
        found = await connections.find_open(session, user_id, connection_id)
    if found is None:
        raise ConnectionNotFoundError
    return other_of(found, user_id)


async def end(session: AsyncSession, user_id: int, connection_id: UUID) -> None:
    """End a connection of the user's at once; raises ConnectionNotFoundError."""
    if not await connections.end(session, user_id, connection_id, clock.now()):
        raise ConnectionNotFoundError
