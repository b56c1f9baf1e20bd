"""Run one separation: decode, split, make small copies, keep everything in one transaction."""

import asyncio
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from musaic.jobs.public import JobContext, PermanentJobError
from musaic.media import public as media
from musaic.studio import engines, repository
from musaic.studio.models import SeparationStem
from musaic.studio.ports import SeparationOutcome, Separator, StemKind
from musaic.studio.service.separations import ROOM

STEREO = 2
BLOCK_FRAMES = 1 << 17
ANALYSIS_RATE = 22_050
EXCERPT_MS = 60_000
GONE = ("separation_gone", "This separation was deleted while it was being made.")


@dataclass(frozen=True)
class MadeStem:
    """The files of one stem in the job's scratch folder, and its outline."""

    kind: StemKind
    lossless: Path
    compact: Path
    peaks: list[int]


@dataclass(frozen=True)
class Run:
    """What the run says about itself: engine, a note for the listener, tempo and key."""

    engine: str
    outcome: SeparationOutcome
    analysis: dict[str, Any]


class _Stem:
    """Feeds one stem to its lossless file and to its outline at once."""

    def __init__(self, path: Path, rate: int) -> None:
        self.path = path
        self.file = media.FlacSink(path, rate, STEREO)
        self.meter = media.PeakMeter()

    def write(self, block: NDArray[np.float32]) -> None:
        """Append a block."""
        self.file.write(block)
        self.meter.write(block)


async def run(ctx: JobContext) -> None:
    """Do the job; its result is visible only when every stem is safely stored."""
    separation_id = UUID(str(ctx.args["separation_id"]))
    async with ctx.transaction() as session:
        separation = await repository.find(session, ctx.user_id, separation_id)
        if separation is None:
            raise PermanentJobError(*GONE)
        asset = await media.get_owned(session, ctx.user_id, separation.media_id)
        title, stem_count = separation.title, separation.stems_requested
    engine = engines.choose(str(ctx.args["engine"]), stem_count)
    async with media.local_copy(asset) as song:
        try:
            stems, outcome = await asyncio.to_thread(_separate, ctx, engine, song, asset.duration_ms or 0)
        except media.MediaError as error:
            raise PermanentJobError(error.code, error.detail) from error
        made, facts = await asyncio.gather(
            _compact_all(ctx, stems), asyncio.to_thread(_analyse, ctx, song, asset.duration_ms or 0)
        )
    await _keep(ctx, separation_id, title, made, Run(engine.probe().name, outcome, facts))


def _separate(
    ctx: JobContext, engine: Separator, song: Path, duration_ms: int
) -> tuple[dict[StemKind, _Stem], SeparationOutcome]:
    info = engine.probe()
    stems = {kind: _Stem(ctx.scratch / f"{kind}.flac", info.rate) for kind in info.stems}
    try:
        with media.decode(song, rate=info.rate, channels=STEREO, block_frames=BLOCK_FRAMES) as blocks:
            outcome = engine.separate(
                blocks,
                rate=info.rate,
                total_frames=max(1, duration_ms * info.rate // 1000),
                sinks=stems,
                progress=lambda fraction: ctx.progress("separate", fraction),
                check=ctx.check,
            )
    finally:
        for stem in stems.values():
            stem.file.close()
    return stems, outcome


async def _compact_all(ctx: JobContext, stems: dict[StemKind, _Stem]) -> list[MadeStem]:
    """Make the small copies side by side: the encoder leaves Python's lock alone."""
    ctx.progress("encode", 0.0)
    return list(await asyncio.gather(*(asyncio.to_thread(_compact, ctx, *item) for item in stems.items())))


def _compact(ctx: JobContext, kind: StemKind, stem: _Stem) -> MadeStem:
    target = stem.path.with_suffix(".opus")
    media.transcode(stem.path, target, "opus", check=ctx.check)
    return MadeStem(kind, stem.path, target, stem.meter.points())


def _analyse(ctx: JobContext, song: Path, duration_ms: int) -> dict[str, Any]:
    """Read tempo, key and loudness off the minute in the middle."""
    first = max(0, duration_ms - EXCERPT_MS) * ANALYSIS_RATE // 2000
    last = first + EXCERPT_MS * ANALYSIS_RATE // 1000
    parts, at = [], 0
    with media.decode(song, rate=ANALYSIS_RATE, channels=STEREO, block_frames=BLOCK_FRAMES) as blocks:
        for block in blocks:
            ctx.check()
            parts.append(block[max(0, first - at) : max(0, last - at)])
            at += len(block)
            if at >= last:
                break
    from musaic.studio.analysis import analyse  # noqa: PLC0415  librosa costs seconds at import

    return asdict(analyse(np.concatenate(parts) if parts else np.zeros((0, STEREO), np.float32)))


async def _keep(ctx: JobContext, separation_id: UUID, title: str, made: list[MadeStem], run: Run) -> None:
    """Store the files, then record everything in the one fenced transaction."""
    ctx.progress("save", 0.0)
    staged = [(stem, await _stage(ctx, title, stem)) for stem in made]
    async with ctx.finish({"separation_id": str(separation_id)}) as session:
        separation = await repository.find(session, ctx.user_id, separation_id)
        if separation is None:
            raise PermanentJobError(*GONE)
        rows = []
        for stem, blobs in staged:
            assets = [await media.record(session, blob) for blob in blobs]
            for asset in assets:
                await media.add_reference(session, asset.id, ROOM, separation_id)
            rows.append(_row(separation_id, ctx.user_id, stem, [asset.id for asset in assets]))
        separation.engine = run.engine
        separation.engine_note = run.outcome.note
        separation.engine_note_code = run.outcome.note_code
        separation.analysis = run.analysis
        await repository.replace_stems(session, separation, rows)


async def _stage(ctx: JobContext, title: str, stem: MadeStem) -> list[media.StagedBlob]:
    name = f"{title} ({stem.kind})"
    return [
        await media.stage_blob(
            path,
            ctx.user_id,
            kind="stem",
            filename=f"{name}{path.suffix}",
            content_type=content_type,
            probe=await asyncio.to_thread(media.probe, path),
        )
        for path, content_type in ((stem.lossless, "audio/flac"), (stem.compact, "audio/ogg"))
    ]


def _row(separation_id: UUID, user_id: int, stem: MadeStem, ids: list[UUID]) -> SeparationStem:
    lossless, compact = ids
    return SeparationStem(
        separation_id=separation_id,
        kind=stem.kind,
        user_id=user_id,
        media_id=lossless,
        compact_media_id=compact,
        peaks=stem.peaks,
    )
