"""Recordings in the library, transcripts of them, and their job carried out."""

import asyncio
import io
import wave
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import text

from fixtures.api import Actor
from musaic.jobs.office import current_office
from musaic.jobs.public import JobView, get_owned
from musaic.jobs.service.ledger import Ledger
from musaic.jobs.service.run import Runner
from musaic.platform.database import Database
from musaic.transcripts.recording import SAMPLE_RATE, Samples
from transcripts.speech import hum

_QUEUE_AGAIN = text(
    "UPDATE job SET state = 'queued', run_after = now(), cancel_requested = false WHERE id = :id"
)


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


CarryOut = Callable[[Actor, str], Awaitable[JobView]]


@pytest_asyncio.fixture
async def carry_out(app: FastAPI, database: Database, tmp_path: Path) -> CarryOut:
    """Return a function that runs a job as a worker does, again if need be, and returns its end."""
    assert app

    async def run(actor: Actor, job_id: str) -> JobView:
        async with database.system_transaction() as session:
            await session.execute(_QUEUE_AGAIN, {"id": UUID(job_id)})
        ledger = Ledger(database, current_office(), lease_s=3.0, backoff_s=1.0)
        await Runner(ledger, tmp_path / "scratch").run(UUID(job_id))
        async with database.user_transaction(actor.user_id) as session:
            return await get_owned(session, actor.user_id, UUID(job_id))

    return run


@pytest.fixture
def speech(shared_data: Path) -> Path:
    """Return the folder of real clips, or skip."""
    return shared_data / "speech"
