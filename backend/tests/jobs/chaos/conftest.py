"""One world for all tests that disturb it; each test brings back what it killed."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio

from jobs.chaos.office import Client, client_of, eventually
from jobs.chaos.world import World
from musaic.platform.security.keys import KeyRing
from musaic.platform.security.tokens import Principal, TokenService


@pytest.fixture(scope="session")
def living_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Return a world with servers; processes start when a test asks for them."""
    world = World(tmp_path_factory.mktemp("world"))
    world.open()
    yield world
    world.close()


@pytest.fixture
def world(living_world: World) -> World:
    """Return the world, whole."""
    living_world.ensure()
    return living_world


@pytest_asyncio.fixture
async def client(world: World) -> AsyncIterator[Client]:
    """Return a user of the world, once the worker works."""
    async with client_of(world) as client:
        first = await client.submit("empty")
        await client.wait_for(first, "succeeded", timeout_s=60)
        yield client


@pytest_asyncio.fixture
async def http(world: World, client: Client) -> AsyncIterator[httpx.AsyncClient]:
    """Return an HTTP client that acts as the user, once the API answers."""
    if not world.is_alive("api"):
        world.start_api()
    keys = KeyRing.load_or_create(world.settings.secrets_dir / "signing-keys")
    token = TokenService(keys, ttl_s=600).issue(Principal(client.user_id, client.session_id, is_admin=False))
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=world.api_url, headers=headers, timeout=20) as http:
        await eventually(lambda: _is_ready(http), 60)
        yield http


async def _is_ready(http: httpx.AsyncClient) -> bool:
    # Through the database, so that connections that an earlier test cut are replaced before ours.
    return (await http.get("/api/v1/jobs")).status_code == 200
