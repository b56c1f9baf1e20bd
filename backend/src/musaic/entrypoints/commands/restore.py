"""``musaic restore``: a backup becomes a data directory again."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from musaic.platform.settings import get_settings


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def command(file: Path) -> None:
    """Unpack FILE into an empty data directory (and, where one is named, an empty database).

    Nothing that exists is ever overwritten, and a restore that fails leaves nothing behind.
    """
    from musaic.entrypoints.backup import archive  # noqa: PLC0415  not for --help

    settings = get_settings()
    data_dir = settings.data_dir.resolve()
    if data_dir.exists() and any(data_dir.iterdir()):
        message = (
            f"{data_dir} is not empty. Stop Musaic and move that folder away, or name a new one in "
            "MUSAIC_DATA_DIR."
        )
        raise click.ClickException(message)
    draft = data_dir.with_name(f".{data_dir.name}.restoring")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(parents=True, mode=0o700)
        manifest = archive.extract(file, draft)
        click.echo(f"Every checksum of {file} is right; filling the database")
        _fill(settings.database_url, draft)
        if data_dir.exists():
            data_dir.rmdir()
        draft.rename(data_dir)
    except (archive.BackupError, OSError, RuntimeError) as error:
        message = f"Nothing was restored: {error}"
        raise click.ClickException(message) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    click.echo(f"{data_dir} is as it was at {manifest['made_at']}. Start it with `make run`.")


def _fill(url: str | None, draft: Path) -> None:
    from musaic.entrypoints.backup import archive, dump  # noqa: PLC0415  database drivers
    from musaic.entrypoints.migrations import upgrade  # noqa: PLC0415
    from musaic.platform.embedded import EmbeddedPostgres  # noqa: PLC0415

    dumped = draft / "database.dump"
    server = None if url else EmbeddedPostgres(draft / "postgres")
    try:
        target = url or (server.start() if server else "")
        if not dump.is_empty(target):
            message = "the database of MUSAIC_DATABASE_URL has tables already; name an empty one."
            raise archive.BackupError(message)
        # Roles live outside the dump: the migrations make them. Then the dump replaces their tables.
        upgrade(target)
        dump.restore(target, dumped)
    finally:
        if server is not None:
            server.stop()
    for path in (dumped, dumped.with_suffix(".list"), draft / "postgres.log"):
        path.unlink(missing_ok=True)
