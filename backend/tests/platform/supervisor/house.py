"""A small house for the supervisor's tests: both servers, and a worker with a pool of children.

Run as ``python house.py DATA_DIR``. The worker's pool has a child in a session of its own, which no
signal to the worker's group reaches.
"""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

from musaic.entrypoints import services
from musaic.platform.embedded import EmbeddedPostgres, EmbeddedValkey
from musaic.platform.supervisor import Console, Service, Supervisor, SupervisorError

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def worker() -> None:
    for own_session in (False, True):
        subprocess.Popen(SLEEP, start_new_session=own_session)
    sys.stdout.write("ERROR: a line that matters\na line that does not\n")
    sys.stdout.flush()
    while True:
        time.sleep(1)


async def main(data_dir: Path) -> None:
    console = Console()

    async def ready() -> None:
        console.plain("READY")

    house = (
        services._server("postgres", EmbeddedPostgres(data_dir / "postgres", durable=False)),
        services._server("valkey", EmbeddedValkey(data_dir / "valkey")),
        Service(
            name="step",
            argv=(sys.executable, "-c", f"import sys; sys.exit({'fail' in sys.argv!r} and 'the reason')"),
            depends_on=("postgres",),
            once=True,
        ),
        Service(
            name="worker",
            argv=(sys.executable, __file__, "worker"),
            depends_on=("valkey", "step"),
        ),
    )
    await Supervisor(house, data_dir=data_dir, console=console, address="nowhere", on_ready=ready).run()


if __name__ == "__main__":
    if sys.argv[1] == "worker":
        worker()
    try:
        asyncio.run(main(Path(sys.argv[1])))
    except SupervisorError as error:
        sys.exit(str(error))
