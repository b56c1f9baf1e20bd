"""Beside Maloja, a self-hosted peer: the same listens imported and charted, over the real HTTP of both.

``python benchmarks/bench_maloja.py [rows]`` (default 100000). Maloja comes from the package index into a
throw-away environment and keeps its data in a throw-away folder; where it does not install, the
benchmark says so in one line and ends well. Both read the same extended export and both answer a
chart twice: first as after any change, then from whatever they keep. Both keep listens of 30 seconds or
more.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
from bench_imports import in_own_process, result_of
from bench_imports import submit as submit_imports
from bench_read_api import api
from bench_scrobbles import listen
from histories import Servers, servers, write_extended
from maloja_server import KEY, PACKAGE, Maloja, NotInstallableError, installed, with_offline_stamps
from sqlalchemy import text
from summary import summary

from musaic.listening.scrobbling.parts import ScrobblingParts, install
from musaic.listening.scrobbling.service import apps
from musaic.platform.database import Database
from musaic.platform.embedded.ports import LOOPBACK
from musaic.platform.redis import create_redis
from musaic.platform.security.keys import KeyRing
from musaic.platform.security.tokens import Principal, TokenService
from musaic.platform.security.vault import Vault
from musaic.platform.settings import Settings

AGAIN, SCROBBLES = 5, 20
_USER = text("SELECT user_id FROM listening_state")
_SESSION = text(
    "INSERT INTO login_session (user_id, user_agent, expires_at) "
    "VALUES (:user_id, 'bench', now() + interval '1 day') RETURNING id"
)
# What both answer: (its name, our path, Maloja's)
CHARTS = (
    (
        "top artists, ever",
        "/api/v1/listening/top-items?entity=artist&range=all",
        "/apis/mlj_1/charts/artists",
    ),
    ("top tracks, ever", "/api/v1/listening/top-items?entity=track&range=all", "/apis/mlj_1/charts/tracks"),
    ("plays by month", "/api/v1/listening/timeline?bucket=month&range=all", "/apis/mlj_1/pulse?step=month"),
)
OUR_WARM_UP, THEIR_WARM_UP = "/api/v1/listening/now-playing", "/apis/mlj_1/numscrobbles"
Times = dict[str, tuple[float, float]]


def asked(root: str, paths: Mapping[str, str], headers: dict[str, str], warm_up: str) -> Times:
    """Return the milliseconds of each path: the first time, and the median of later times.

    ``warm_up`` is another path, asked before: what is measured is no start of a process.
    """
    times = {}
    with httpx.Client(base_url=root, headers=headers, timeout=120) as client:
        for _ in range(AGAIN):
            client.get(warm_up)
        for name, path in paths.items():
            took = [_ms(lambda path=path: client.get(path)) for _ in range(1 + AGAIN)]  # type: ignore[misc]
            times[name] = took[0], statistics.median(took[1:])
    return times


def scrobbled(send: Callable[[int], httpx.Response]) -> float:
    """Return the median milliseconds of a scrobble, one after another."""
    return statistics.median(_ms(lambda number=number: send(number)) for number in range(SCROBBLES))  # type: ignore[misc]


def _ms(call: Callable[[], httpx.Response]) -> float:
    began = time.perf_counter()
    reply = call()
    took = 1000 * (time.perf_counter() - began)
    if not reply.is_success:
        message = f"{reply.request.url}: {reply.status_code} {reply.text[:500]}"
        raise SystemExit(message)
    return took


async def user_of(here: Servers) -> tuple[str, str]:
    """Return an access token and an app password of the one user with a history."""
    settings = Settings(data_dir=here.folder / "var", redis_url=here.redis_url)
    tokens = TokenService(KeyRing.load_or_create(settings.secrets_dir / "signing-keys"), ttl_s=3600)
    vault = Vault.load_or_create(settings.secrets_dir / "scrobbling")
    install(ScrobblingParts(vault, create_redis(here.redis_url), settings.base_url, frozenset()))
    database = Database(here.database_url, pool_size=1)
    async with database.system_transaction() as session:
        user_id = int((await session.execute(_USER)).scalar_one())
        session_id = (await session.execute(_SESSION, {"user_id": user_id})).scalar_one()
    async with database.user_transaction(user_id) as session:
        made = await apps.create(session, user_id, "bench")
    await database.close()
    return tokens.issue(Principal(user_id, session_id, is_admin=False)), made.password


async def ours(here: Servers, path: Path) -> dict[str, Any]:
    """Import the file as a job in a worker's process, ask the charts of the real API."""
    [job] = await submit_imports(here, [path])
    figures = await asyncio.to_thread(in_own_process, here, job)
    added = (await result_of(here, job))["added"]
    token, password = await user_of(here)
    async with api(here) as port:
        root = f"http://{LOOPBACK}:{port}"
        paths = {name: path for name, path, _ in CHARTS}
        times = await asyncio.to_thread(asked, root, paths, {"Authorization": f"Bearer {token}"}, OUR_WARM_UP)
        with httpx.Client(base_url=root, headers={"Authorization": f"Token {password}"}) as client:

            def send(number: int) -> httpx.Response:
                document = {"listen_type": "single", "payload": [listen(900_000 + number, known=True)]}
                return client.post("/1/submit-listens", json=document)

            scrobble = await asyncio.to_thread(scrobbled, send)
    cpu_s = figures["cpu_s"] + figures["server_s"]
    return {"wall_s": figures["wall_s"], "cpu_s": cpu_s, "kept": added, "charts": times, "scrobble": scrobble}


def theirs(maloja: Maloja, path: Path) -> dict[str, Any]:
    """Import the file with Maloja's command, ask its charts."""
    wall_s, cpu_s = maloja.import_file(path)
    with maloja.running() as root:
        kept = httpx.get(f"{root}/apis/mlj_1/numscrobbles", timeout=120).json()["amount"]
        if not kept:
            message = "Maloja kept none of the rows: nothing to compare with"
            raise SystemExit(message)
        times = asked(root, {name: path for name, _, path in CHARTS}, {}, THEIR_WARM_UP)
        with httpx.Client(base_url=root, timeout=60) as client:

            def send(number: int) -> httpx.Response:
                at = int(time.time()) - 300 * (number + 1)
                song = {"artist": "Artist 00001", "title": f"Track {number:06d}", "time": at, "key": KEY}
                return client.post("/apis/mlj_1/newscrobble", json=song)

            scrobble = scrobbled(send)
    return {"wall_s": wall_s, "cpu_s": cpu_s, "kept": kept, "charts": times, "scrobble": scrobble}


def show(rows: int, mine: dict[str, Any], other: dict[str, Any]) -> None:
    """Print both side by side."""
    print(f"{rows:,} rows: Musaic added {mine['kept']:,}, Maloja kept {other['kept']:,}")
    print(f"  {'':<24}{'Musaic':>22}{'Maloja':>22}   ratio")

    def line(name: str, ours_: float, theirs_: float, unit: str) -> None:
        print(f"  {name:<24}{ours_:>19,.1f} {unit:<2}{theirs_:>19,.1f} {unit:<2}   {theirs_ / ours_:,.1f} x")

    line("import, on the clock", mine["wall_s"], other["wall_s"], "s")
    line("import, processor", mine["cpu_s"], other["cpu_s"], "s")
    for name, *_ in CHARTS:
        for place, when in enumerate(("first", "again")):
            line(f"{name}: {when}", mine["charts"][name][place], other["charts"][name][place], "ms")
    line("one scrobble", mine["scrobble"], other["scrobble"], "ms")
    summary(
        f"import of {rows:,} rows beside Maloja",
        f"{mine['wall_s']:.1f} s",
        ratio=f"Maloja {other['wall_s']:.1f} s, {other['wall_s'] / mine['wall_s']:.0f} x",
    )
    first = [(name, mine["charts"][name][0], other["charts"][name][0]) for name, *_ in CHARTS]
    slowest = max(first, key=lambda each: each[1])
    summary(
        f"slowest chart beside Maloja ({slowest[0]})",
        f"{slowest[1]:.0f} ms",
        ratio=f"Maloja {slowest[2]:.0f} ms, {slowest[2] / slowest[1]:.0f} x",
    )


def main() -> None:
    """Run the benchmark."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with servers() as here:
        try:
            python = installed(here.folder / "maloja-environment")
        except NotInstallableError as error:
            print(f"skipped: {PACKAGE} does not install here ({error})")
            return
        path = here.folder / "endsong_0.json"
        write_extended(path, rows)
        with_offline_stamps(path)
        mine = asyncio.run(ours(here, path))
        show(rows, mine, theirs(Maloja(python, here.folder / "maloja"), path))


if __name__ == "__main__":
    main()
