"""``musaic migrate``: bring the database to the newest schema."""

from __future__ import annotations

import sys
import time

import click

from musaic.entrypoints.schema_version import is_newest, newest_revision
from musaic.platform.settings import get_settings

_WAIT_S = 20.0
_PAUSE_S = 0.5


@click.command("migrate")
def command() -> None:
    """Bring the database of MUSAIC_DATABASE_URL to the newest schema."""
    url = get_settings().database_url
    if not url:
        message = "MUSAIC_DATABASE_URL is not set. `musaic up` migrates the embedded database by itself."
        raise click.ClickException(message)
    if is_newest(url):
        click.echo(f"The database is at revision {newest_revision()}.")
        return
    click.echo(f"The database is at revision {_upgrade_when_reachable(url)}.")


def _upgrade_when_reachable(url: str) -> str:
    """Migrate, waiting a while for a server that is still starting (compose starts all at once)."""
    from musaic.entrypoints.migrations import upgrade  # noqa: PLC0415  one second of imports

    deadline = time.monotonic() + _WAIT_S
    while True:
        try:
            return upgrade(url)
        except OSError as error:  # refused, unreachable, unknown host
            if time.monotonic() > deadline:
                message = f"The database does not answer ({error}). Check MUSAIC_DATABASE_URL."
                raise click.ClickException(message) from error
            sys.stderr.write("Waiting for the database\n")
            time.sleep(_PAUSE_S)
