"""``musaic up``: the supervisor."""

from __future__ import annotations

import asyncio

import click

from musaic.entrypoints.services import build_services, require_free_port, setup_token_path
from musaic.platform.embedded import EmbeddedServerError
from musaic.platform.settings import Settings, get_settings
from musaic.platform.supervisor import Console, Supervisor, SupervisorError
from musaic.platform.supervisor.lock import DataDirectoryLock


@click.command("up")
@click.option("--verbose", is_flag=True, help="Show every line of every service, not only warnings.")
def command(*, verbose: bool) -> None:
    """Start everything and keep it running until Ctrl-C."""
    settings = get_settings()
    console = Console(verbose=verbose)
    try:
        # First, so that a second start says that Musaic runs and not that its port is taken.
        with DataDirectoryLock(settings.data_dir.resolve(), settings.base_url):
            require_free_port(settings)
        asyncio.run(_run(settings, console))
    except (SupervisorError, EmbeddedServerError) as error:
        raise click.ClickException(str(error)) from error


async def _run(settings: Settings, console: Console) -> None:
    async def announce() -> None:
        console.plain(f"Musaic is ready: {settings.base_url}")
        token = setup_token_path(settings)
        if token.exists():
            text = token.read_text(encoding="utf-8").strip()
            console.plain(f"Make the first account at {settings.base_url}/setup with the token {text}")

    supervisor = Supervisor(
        build_services(settings),
        data_dir=settings.data_dir,
        console=console,
        address=settings.base_url,
        on_ready=announce,
    )
    console.progress(f"Starting Musaic on {settings.data_dir.resolve()}")
    await supervisor.run()
