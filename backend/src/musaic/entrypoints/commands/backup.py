"""``musaic backup``: everything into one file, while Musaic runs."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from musaic.entrypoints.running import find_running
from musaic.platform.clock import now
from musaic.platform.settings import Settings, get_settings

_MEBIBYTE = 1024 * 1024


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(file: Path) -> None:
    """Write the database, the stored files and the keys into FILE, with checksums.

    Musaic goes on working meanwhile. Keep the file safe: whoever has it has everything.
    """
    from musaic.entrypoints.backup import archive, dump  # noqa: PLC0415  database drivers
    from musaic.entrypoints.migrations import current_revision  # noqa: PLC0415

    settings = find_running(get_settings())
    url = settings.database_url or ""
    if not file.absolute().parent.is_dir():
        message = f"The folder {file.absolute().parent} does not exist: make it first."
        raise click.ClickException(message)
    facts = {"made_at": now().isoformat(), "schema": current_revision(url), "storage": settings.storage}
    gone = 0
    try:
        with (
            tempfile.TemporaryDirectory(dir=file.absolute().parent, prefix=".backup-") as scratch,
            archive.BackupWriter(file.absolute(), facts) as writer,
        ):
            # The database first: what is stored later is unknown to it and does no harm.
            dump.dump(url, Path(scratch) / "database.dump")
            writer.add("database.dump", Path(scratch) / "database.dump")
            for name, path in _files(settings):
                gone += not writer.add(name, path)
    except (archive.BackupError, OSError) as error:
        message = f"No backup was made: {error}"
        raise click.ClickException(message) from error
    click.echo(f"{file}: {len(writer.sums)} files, {writer.bytes / _MEBIBYTE:.1f} MiB.")
    if gone:
        click.echo(f"{gone} files were deleted by their owners meanwhile.")
    if settings.storage == "s3":
        click.echo(f"Audio lives in the bucket {settings.s3_bucket}, which is not part of this file.")


def _files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield (name in the backup, path) of keys and stored files."""
    data_dir = settings.data_dir.resolve()
    for folder in (settings.secrets_dir.resolve(), data_dir / "media" / "blobs"):
        for path in sorted(folder.rglob("*")):
            partial = path.name.startswith(".")
            if path.is_file() and not path.is_symlink() and not partial:
                yield str(path.relative_to(data_dir)), path
