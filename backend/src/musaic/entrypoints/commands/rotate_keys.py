"""``musaic rotate-keys``: sign access tokens with a new key from now on."""

from __future__ import annotations

import click

from musaic.platform.security.keys import write_new_key
from musaic.platform.settings import get_settings


@click.command("rotate-keys")
def command() -> None:
    """Make a new key for access tokens; tokens of the key before it stay valid until they end."""
    folder = get_settings().signing_keys_dir
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    click.echo(f"New key: {write_new_key(folder)}. Running processes use it within ten seconds.")
