"""Ask for a separation, list them, show one with its stems, take one back."""

from pathlib import PurePath
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from musaic.jobs import public as jobs
from musaic.media import public as media
from musaic.platform.pagination import Page, newest_first_page
from musaic.studio import engines, repository
from musaic.studio.errors import NotASongError, SeparationNotFoundError
from musaic.studio.models import Separation, SeparationStem
from musaic.studio.schemas import (
    CreateSeparation,
    SeparationAccepted,
    SeparationOut,
    SeparationSummary,
    StemDownload,
    StemOut,
)

ROOM = "studio"
JOB_KIND = "studio.separate"
GONE: Final = "gone"  # the state of a separation whose job was cleaned up with its events


async def create(session: AsyncSession, user_id: int, wish: CreateSeparation) -> SeparationAccepted:
    """Take on a song; raises MediaNotFoundError, NotASongError, EngineUnavailableError."""
    engines.choose(wish.engine, wish.stems)
    asset = await media.get_owned(session, user_id, wish.media_id)
    if asset.kind == "document":
        raise NotASongError
    separation = await repository.add(
        session,
        Separation(
            user_id=user_id,
            media_id=asset.id,
            title=PurePath(asset.filename).stem,
            stems_requested=wish.stems,
        ),
    )
    await media.add_reference(session, asset.id, ROOM, separation.id)
    job = await jobs.submit(
        session,
        user_id=user_id,
        kind=JOB_KIND,
        args={"separation_id": str(separation.id), "engine": wish.engine},
        subject_id=separation.id,
        units=(asset.duration_ms or 0) / 1000,
    )
    await repository.set_job(session, user_id, separation.id, job.id)
    return SeparationAccepted(id=separation.id, job_id=job.id)


async def find_owned(session: AsyncSession, user_id: int, separation_id: UUID) -> Separation:
    """Return the user's separation; raises SeparationNotFoundError."""
    separation = await repository.find(session, user_id, separation_id)
    if separation is None:
        raise SeparationNotFoundError
    return separation


async def list_page(
    session: AsyncSession, user_id: int, cursor: str | None, limit: int
) -> Page[SeparationSummary]:
    """Return the user's separations, newest first."""
    rows = await repository.page(session, user_id, cursor, limit)
    separations, next_cursor = newest_first_page(rows, limit)
    states = await _states(session, user_id, separations)
    return Page(items=[_summary(item, states) for item in separations], next_cursor=next_cursor)


async def show(session: AsyncSession, separation: Separation) -> SeparationOut:
    """Return a separation with its stems."""
    user_id = separation.user_id
    states = await _states(session, user_id, [separation])
    stems = await repository.stems_of(session, user_id, separation.id)
    wanted = {separation.media_id} | {id_ for stem in stems for id_ in (stem.media_id, stem.compact_media_id)}
    assets = await media.get_many(session, user_id, wanted)
    source = assets.get(separation.media_id)
    return SeparationOut(
        **_summary(separation, states).model_dump(),
        duration_ms=source.duration_ms if source else None,
        analysis=separation.analysis,
        stems=[_stem(stem, assets) for stem in stems if stem.media_id in assets],
    )


async def remove(session: AsyncSession, separation: Separation) -> None:
    """Delete a separation, its running job and its stems; the song itself stays."""
    user_id = separation.user_id
    if separation.job_id:
        await _stop(session, user_id, separation.job_id)
    stems = await repository.stems_of(session, user_id, separation.id)
    held = [separation.media_id] + [id_ for stem in stems for id_ in (stem.media_id, stem.compact_media_id)]
    await repository.remove(session, separation)
    for media_id in held:
        await media.drop_reference(session, media_id, ROOM, separation.id)


async def _stop(session: AsyncSession, user_id: int, job_id: UUID) -> None:
    view = (await jobs.views_of(session, user_id, [job_id])).get(job_id)
    if view is not None and not view.is_finished:
        await jobs.cancel(session, user_id, job_id)


async def _states(
    session: AsyncSession, user_id: int, separations: list[Separation]
) -> dict[UUID, jobs.JobState]:
    ids = [item.job_id for item in separations if item.job_id]
    views = await jobs.views_of(session, user_id, ids)
    return {job_id: view.state for job_id, view in views.items()}


def _summary(separation: Separation, states: dict[UUID, jobs.JobState]) -> SeparationSummary:
    return SeparationSummary(
        id=separation.id,
        job_id=separation.job_id,
        media_id=separation.media_id,
        title=separation.title,
        state=states.get(separation.job_id, GONE) if separation.job_id else GONE,
        engine=separation.engine,
        engine_note=separation.engine_note,
        engine_note_code=separation.engine_note_code,
        stems_requested=separation.stems_requested,
        created_at=separation.created_at,
    )


def _stem(stem: SeparationStem, assets: dict[UUID, media.MediaAsset]) -> StemOut:
    lossless = assets[stem.media_id]
    files = [lossless] + ([assets[stem.compact_media_id]] if stem.compact_media_id in assets else [])
    return StemOut(
        kind=stem.kind,
        media_id=lossless.id,
        url=media.content_url(files[-1]),
        format=_format(files[-1]),
        bytes=files[-1].bytes,
        downloads=[
            StemDownload(format=_format(file), url=media.content_url(file, download=True), bytes=file.bytes)
            for file in files
        ],
        peaks=stem.peaks,
    )


def _format(asset: media.MediaAsset) -> str:
    return PurePath(asset.filename).suffix.lstrip(".")
