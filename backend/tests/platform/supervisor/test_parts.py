import io
import logging
from pathlib import Path

from musaic.platform.supervisor import Console, Service, logs
from musaic.platform.supervisor.service import Backoff, stop_waves


def test_pauses_double_up_to_a_limit_and_never_end() -> None:
    backoff = Backoff(first_s=0.2, most_s=10)
    assert [backoff.pause(failures) for failures in (1, 2, 3)] == [0.2, 0.4, 0.8]
    assert backoff.pause(10_000) == 10


def test_what_depends_on_others_stops_before_them() -> None:
    services = (
        Service(name="postgres", argv=()),
        Service(name="valkey", argv=()),
        Service(name="migrations", argv=(), depends_on=("postgres",)),
        Service(name="api", argv=(), depends_on=("migrations", "valkey")),
    )
    assert stop_waves(services) == [["api"], ["migrations"], ["postgres", "valkey"]]


def test_structured_lines_become_sentences() -> None:
    stream = io.StringIO()
    console = Console(stream)
    console.child("api", '{"event": "upload refused", "level": "warning", "user_id": 7, "timestamp": "now"}')
    console.child("api", '{"event": "request", "level": "info"}')
    console.child("valkey", "WARNING Memory overcommit must be enabled!", ("overcommit",))
    assert stream.getvalue() == "api       | warning: upload refused user_id=7\n"


def test_a_closed_terminal_stops_nothing() -> None:
    stream = io.StringIO()
    stream.close()
    Console(stream).plain("still here")


def test_logs_are_bounded(tmp_path: Path) -> None:
    log = logs.ServiceLog(tmp_path, Service(name="api", argv=()), Console(io.StringIO()))
    log._handler.maxBytes = 1_000
    for number in range(1_000):
        log.write(f"line {number}")
    log.close()
    files = list(tmp_path.iterdir())
    assert len(files) == 1 + logs.KEEP_FILES
    assert all(file.stat().st_size <= 1_000 for file in files)
    assert log.last_words() == "line 999"
    assert logging.getLogger("api").handlers == []
