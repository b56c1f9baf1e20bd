"""Servers and synthetic listening histories for the benchmarks, the same for the same seed."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from alembic import command
from alembic.config import Config

from musaic.platform.embedded import EmbeddedPostgres, EmbeddedValkey

BACKEND = Path(__file__).resolve().parents[1]
END = datetime(2026, 11, 20, tzinfo=UTC)
YEARS = 10


@dataclass(frozen=True)
class Servers:
    """A migrated PostgreSQL and a Valkey of their own, and a folder for everything else."""

    database_url: str
    redis_url: str
    folder: Path


@contextmanager
def servers() -> Iterator[Servers]:
    """Start both servers with the settings of ``musaic up`` and stop them at the end."""
    with TemporaryDirectory(prefix="musaic-bench-") as name:
        folder = Path(name)
        postgres = EmbeddedPostgres(folder / "postgres")
        valkey = EmbeddedValkey(folder / "valkey", durable=False)
        try:
            database_url = postgres.start()
            config = Config(BACKEND / "alembic.ini")
            config.cmd_opts = None
            config.attributes["url"] = database_url
            _migrate(config, database_url)
            yield Servers(database_url, valkey.start(), folder)
        finally:
            valkey.stop()
            postgres.stop()


def _migrate(config: Config, url: str) -> None:
    import asyncio  # noqa: PLC0415  only here

    from musaic.platform.database import create_engine  # noqa: PLC0415  after the servers

    async def run() -> None:
        engine = create_engine(url, role=None)
        async with engine.connect() as connection:

            def upgrade(sync_connection: object) -> None:
                config.attributes["connection"] = sync_connection
                command.upgrade(config, "head")

            await connection.run_sync(upgrade)
        await engine.dispose()

    asyncio.run(run())


def write_extended(path: Path, rows: int, *, seed: int = 7) -> int:
    """Write ``rows`` plays of ten years as Spotify's extended export; return the size in bytes.

    A sixth as many tracks as plays, and favourites are played far more often than the rest.
    """
    draw = random.Random(seed)
    tracks = _tracks(draw, rows)
    moment, step = END - timedelta(days=365 * YEARS), 365 * YEARS * 86400 / rows
    with path.open("wb") as out:
        for number in range(rows):
            moment += timedelta(seconds=max(40.0, draw.expovariate(1 / step)))
            row = _row(draw, moment, *tracks[int(len(tracks) * draw.random() ** 3)])
            out.write((b", " if number else b"[") + orjson.dumps(row))
        out.write(b"]")
    return path.stat().st_size


def _tracks(draw: random.Random, rows: int) -> list[tuple[str, str, str, int, str]]:
    artists = max(50, rows // 60)
    return [
        (
            f"Track {number:06d}",
            f"Artist {int(artists * draw.random() ** 2.2):05d}",
            f"Album {number // 10:05d}",
            draw.randint(90_000, 420_000),
            f"spotify:track:{number:022d}",
        )
        for number in range(max(300, rows // 6))
    ]


def _row(
    draw: random.Random, moment: datetime, title: str, artist: str, album: str, duration: int, uri: str
) -> dict[str, object]:
    chance = draw.random()
    if chance < 0.22:  # noqa: PLR2004
        ms, reason = draw.randint(0, 29_000), "fwdbtn"
    elif chance < 0.3:  # noqa: PLR2004
        ms, reason = draw.randint(30_000, duration), "endplay"
    else:
        ms, reason = duration, "trackdone"
    return {
        "ts": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "platform": draw.choice(["ios", "android", "web_player linux", "osx"]),
        "ms_played": ms,
        "conn_country": draw.choice(["KZ", "KZ", "DE"]),
        "ip_addr": None,
        "master_metadata_track_name": title,
        "master_metadata_album_artist_name": artist,
        "master_metadata_album_album_name": album,
        "spotify_track_uri": uri,
        "episode_name": None,
        "episode_show_name": None,
        "spotify_episode_uri": None,
        "audiobook_title": None,
        "audiobook_uri": None,
        "audiobook_chapter_uri": None,
        "audiobook_chapter_title": None,
        "reason_start": "trackdone",
        "reason_end": reason,
        "shuffle": draw.random() < 0.5,  # noqa: PLR2004
        "skipped": reason == "fwdbtn",
        "offline": False,
        "offline_timestamp": None,
        "incognito_mode": False,
    }
