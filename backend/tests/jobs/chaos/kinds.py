"""Job kinds that exist only to be disturbed, and the tables that tell what really happened."""

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable

from sqlalchemy import text

from musaic.jobs.public import JobContext, JobKind, PermanentJobError, Step, TransientJobError

# No unique constraint on purpose: a doubled result must be able to show itself.
TABLES = (
    """CREATE TABLE IF NOT EXISTS chaos_start
       (job_id uuid, attempt int, pid int, at timestamptz DEFAULT now())""",
    "CREATE TABLE IF NOT EXISTS chaos_result (job_id uuid, attempt int, at timestamptz DEFAULT now())",
    "GRANT SELECT, INSERT, DELETE ON chaos_start, chaos_result TO musaic_app, musaic_system",
)
_START = text("INSERT INTO chaos_start (job_id, attempt, pid) VALUES (:job, :attempt, :pid)")
_RESULT = text("INSERT INTO chaos_result (job_id, attempt) VALUES (:job, :attempt)")


async def note_start(ctx: JobContext) -> None:
    async with ctx.transaction() as session:
        await session.execute(_START, {"job": ctx.job_id, "attempt": ctx.attempt, "pid": os.getpid()})


async def finish(ctx: JobContext, delay_s: float = 0.0) -> None:
    async with ctx.finish({"attempt": ctx.attempt}) as session:
        await session.execute(_RESULT, {"job": ctx.job_id, "attempt": ctx.attempt})
        await asyncio.sleep(delay_s)


async def work(ctx: JobContext) -> None:
    """Work in a thread for args["seconds"], as real engines do."""
    await note_start(ctx)
    (ctx.scratch / "part").write_bytes(b"x" * 1000)
    await asyncio.to_thread(_busy, ctx, float(ctx.args.get("seconds", 0)))
    await finish(ctx, float(ctx.args.get("finish_s", 0)))


def _busy(ctx: JobContext, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        ctx.progress("work", 1 - left / seconds)
        time.sleep(0.02)


async def nap(ctx: JobContext) -> None:
    """Wait on the event loop without ever asking whether to stop."""
    await note_start(ctx)
    await asyncio.sleep(float(ctx.args["seconds"]))
    await finish(ctx)


async def deaf(ctx: JobContext) -> None:
    """Hold a thread without ever asking whether to stop."""
    await note_start(ctx)
    await asyncio.to_thread(time.sleep, float(ctx.args["seconds"]))
    await finish(ctx)


async def poison(ctx: JobContext) -> None:
    await note_start(ctx)
    os.kill(os.getpid(), signal.SIGKILL)


async def flaky(ctx: JobContext) -> None:
    await note_start(ctx)
    if ctx.attempt <= int(ctx.args["failures"]):
        message = "Not yet."
        raise TransientJobError("not_yet", message, retry_after_s=ctx.args.get("retry_after_s"))
    await finish(ctx)


async def bad(ctx: JobContext) -> None:
    await note_start(ctx)
    code, message = "bad_file", "This file cannot be read."
    raise PermanentJobError(code, message)


async def broken(ctx: JobContext) -> None:
    await note_start(ctx)
    message = "a secret detail"
    raise RuntimeError(message)


async def empty(ctx: JobContext) -> None:
    """Do nothing: the runner finishes it."""


def _kind(
    name: str, handler: Callable[[JobContext], Awaitable[None]], *, attempts: int = 5, soft_s: int = 900
) -> JobKind:
    return JobKind(
        f"chaos.{name}",
        (Step("prepare"), Step("work", 8), Step("store")),
        handler,
        soft_limit_s=soft_s,
        hard_limit_s=soft_s + 60,
        max_attempts=attempts,
    )


KINDS = (
    # Kills are not this kind's fault: with few attempts a long storm would use them all up.
    _kind("work", work, attempts=50),
    _kind("nap", nap),
    _kind("deaf", deaf),
    _kind("poison", poison, attempts=3),
    _kind("flaky", flaky, attempts=3),
    _kind("bad", bad),
    _kind("broken", broken),
    _kind("empty", empty),
    _kind("slow", nap, soft_s=2),
)
