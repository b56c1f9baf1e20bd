"""Load the demo as a job, by the same doors that a user's own files come through."""

import asyncio
import contextlib
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.accounts import public as accounts
from musaic.entrypoints.demo import repository
from musaic.entrypoints.demo.history import write_history
from musaic.jobs.public import JobContext, JobKind, Step, submit
from musaic.listening import public as listening
from musaic.media import public as media
from musaic.platform.clock import now
from musaic.platform.errors import ConflictError, NotFoundError

KIND = "demo.load"
IMPORT, MEDIA = "import", "media"


class DemoLoadedError(ConflictError):
    """The demo is there already."""

    code = "demo_loaded"
    detail_default = "The demo data are loaded already. Remove them first to load them anew."


async def is_loaded(session: AsyncSession, user_id: int) -> bool:
    """Tell whether anything of the demo is there."""
    return bool(await repository.items(session, user_id))


async def order(session: AsyncSession, user_id: int) -> UUID:
    """Submit the job that loads it; raises DemoLoadedError."""
    if await is_loaded(session, user_id):
        raise DemoLoadedError
    return (await submit(session, user_id=user_id, kind=KIND, args={}, subject_id=None)).id


async def remove(session: AsyncSession, user_id: int) -> None:
    """Take away everything that came with the demo, and nothing else."""
    for kind, subject_id in await repository.items(session, user_id):
        # What the user has removed already is no reason to stop.
        with contextlib.suppress(NotFoundError, media.MediaNotFound):
            if kind == IMPORT:
                await listening.undo_import(session, user_id, subject_id)
            else:
                await media.delete(session, user_id, subject_id)
    await repository.forget(session, user_id)


async def load(ctx: JobContext) -> None:
    """Make the files, store them, and record them and the import's own job in one transaction."""
    last_day = await _yesterday(ctx)
    files = await asyncio.to_thread(_make_files, ctx, last_day)
    sounds = [await _stage_sound(ctx, path) for path in files[1:]]
    history = await media.stage_blob(
        files[0],
        ctx.user_id,
        kind="document",
        filename="musaic-demo.json",
        content_type="application/json",
    )
    ctx.progress("save", 0.0)
    async with ctx.finish() as session:
        if await is_loaded(session, ctx.user_id):
            return
        accepted = await listening.begin_import(
            session, ctx.user_id, history, listening.Options(None, None), None
        )
        await repository.add(session, ctx.user_id, IMPORT, accepted.id)
        for sound in sounds:
            asset = await media.record(session, sound)
            await repository.add(session, ctx.user_id, MEDIA, asset.id)


async def _yesterday(ctx: JobContext) -> datetime:
    """Return the present hour of yesterday in the user's own zone."""
    async with ctx.transaction() as session:
        user = await accounts.get_user(session, ctx.user_id)
    return now().astimezone(ZoneInfo(user.timezone if user else "UTC")) - timedelta(days=1)


def _make_files(ctx: JobContext, last_day: datetime) -> list[Path]:
    # Only here: scipy and soundfile would slow the start of every process.
    from musaic.entrypoints.demo import songs, speech  # noqa: PLC0415

    files = [ctx.scratch / "history.json"]
    write_history(files[0], last_day)
    ctx.progress("songs", 0.0)
    for number, score in enumerate(songs.SCORES, start=1):
        files.append(ctx.scratch / f"{score.title}.flac")
        songs.write_song(score, files[-1])
        ctx.progress("songs", number / len(songs.SCORES))
    files.append(ctx.scratch / "A computed voice.flac")
    speech.write_speech(files[-1])
    return files


async def _stage_sound(ctx: JobContext, path: Path) -> media.StagedBlob:
    facts = await asyncio.to_thread(media.probe, path)
    return await media.stage_blob(
        path, ctx.user_id, kind="audio", filename=path.name, content_type="audio/flac", probe=facts
    )


KINDS = (JobKind(name=KIND, steps=(Step("history", 1), Step("songs", 3), Step("save", 1)), handler=load),)
