"""The command ``musaic``: one sub-command a file in ``commands/``."""

from __future__ import annotations

import importlib

import click

# By name, so that `musaic up` does not pay for the imports of the others.
_COMMANDS = (
    "up",
    "doctor",
    "user",
    "demo",
    "jobs",
    "backup",
    "restore",
    "migrate",
    "rotate-keys",
)


class _LazyGroup(click.Group):
    """Imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"musaic.entrypoints.commands.{cmd_name.replace('-', '_')}")
        command = module.command
        return command if isinstance(command, click.Command) else None


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Musaic, a self-hosted music companion.

    Commands find the running Musaic through its data directory: ./var, or MUSAIC_DATA_DIR.
    """


if __name__ == "__main__":
    main()
