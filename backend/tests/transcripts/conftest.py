"""Recordings in the library, transcripts of them, and their job carried out."""

import asyncio
import io
import wave
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from fixtures.api import Actor
from musaic.jobs.ports import Json
from musaic.platform.database import Database
from musaic.transcripts.recording import SAMPLE_RATE, Samples
from musaic.transcripts.tasks import KINDS, transcribe
from transcripts.speech import hum

_ARGS = text("SELECT args FROM job WHERE id = :id")
_DONE = text("UPDATE job SET state = 'succeeded', percent = 100, finished_at = now() WHERE id = :id")


def wav(samples: Samples) -> bytes:
    """Return 16-bit mono WAV of samples at 16 kHz."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return buffer.getvalue()


Upload = Callable[..., Awaitable[str]]


@pytest.fixture
def upload() -> Upload:
    """Return a function that puts a recording into an actor's library and returns its id."""

    async def put(actor: Actor, clip: Path | None = None, name: str = "talk.wav") -> str:
        content = wav(hum(1)) if clip is None else await asyncio.to_thread(clip.read_bytes)
        files = {"file": (name, content, "application/octet-stream")}
        reply = await actor.client.post("/api/v1/media", files=files)
        assert reply.status_code == 201, reply.text
        return str(reply.json()["id"])

    return put


@dataclass
class Context:
    """A job's context without a worker: the job runs here and ends in the real database."""

    job_id: UUID
    user_id: int
    args: Mapping[str, Json]
    scratch: Path
    database: Database
    attempt: int = 1
    steps: list[tuple[str, float]] = field(default_factory=list)

    def progress(self, step: str, fraction: float) -> None:
        KINDS[0].percent(step, fraction)
        self.steps.append((step, fraction))

    def check(self) -> None:
        pass

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        async with self.database.user_transaction(self.user_id) as session:
            yield session

    @asynccontextmanager
    async def finish(self, result: Mapping[str, Json] | None = None) -> AsyncIterator[AsyncSession]:
        assert result is not None
        async with self.database.user_transaction(self.user_id) as session:
            yield session
        async with self.database.system_transaction() as session:
            await session.execute(_DONE, {"id": self.job_id})


CarryOut = Callable[[Actor, str], Awaitable[Context]]


@pytest_asyncio.fixture
async def carry_out(app: FastAPI, database: Database, tmp_path: Path) -> CarryOut:
    """Return a function that carries out a submitted job as a worker would."""
    assert app

    async def run(actor: Actor, job_id: str) -> Context:
        async with database.system_transaction() as session:
            args = (await session.execute(_ARGS, {"id": UUID(job_id)})).scalar_one()
        scratch = tmp_path / job_id
        scratch.mkdir(exist_ok=True)
        context = Context(UUID(job_id), actor.user_id, args, scratch, database)
        await transcribe(context)
        return context

    return run


@pytest.fixture
def speech(shared_data: Path) -> Path:
    """Return the folder of real clips, or skip."""
    return shared_data / "speech"
