"""A question over a connection that is kept, lost and made anew."""

import asyncio

import pytest

from musaic.platform.database import Database, create_engine
from musaic.platform.embedded.ports import LOOPBACK, free_port
from musaic.platform.glance import Glance

pytestmark = pytest.mark.asyncio
WHO = "SELECT pg_backend_pid(), $1::bigint"


async def test_questions_go_one_after_another_over_one_connection(database: Database) -> None:
    rows = await asyncio.gather(*(database.glance.rows(WHO, number) for number in range(20)))
    assert [found[0][1] for found in rows] == list(range(20))
    assert len({found[0][0] for found in rows}) == 1


async def test_a_lost_connection_is_made_anew(database: Database) -> None:
    lost = (await database.glance.rows(WHO, 1))[0][0]
    async with database.system_engine.connect() as other:
        await other.exec_driver_sql("SET ROLE NONE")
        await other.exec_driver_sql(f"SELECT pg_terminate_backend({lost}, 5000)")
    found = (await database.glance.rows(WHO, 2))[0]
    assert found[1] == 2
    assert found[0] != lost


async def test_a_wrong_question_costs_no_connection(database: Database) -> None:
    kept = (await database.glance.rows(WHO, 1))[0][0]
    with pytest.raises(Exception, match="no_such_table"):
        await database.glance.rows("SELECT * FROM no_such_table")
    assert (await database.glance.rows(WHO, 2))[0][0] == kept


async def test_a_server_that_is_away_is_named_so() -> None:
    nowhere = create_engine(f"postgresql://musaic@{LOOPBACK}:{free_port()}/musaic", role=None)
    glance = Glance(nowhere)
    with pytest.raises(ConnectionError):
        await glance.rows(WHO, 1)
    await glance.close()
    await nowhere.dispose()
