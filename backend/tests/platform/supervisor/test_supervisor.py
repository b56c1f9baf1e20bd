import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from musaic.platform.supervisor import sweep

HOUSE = Path(__file__).with_name("house.py")
WAIT_S = 30.0


class House:
    """A supervisor in a process of its own."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.output = data_dir.with_name("output.txt")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *arguments: str) -> "House":
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(HOUSE), str(self.data_dir), *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return self

    def started(self) -> "House":
        self.start()
        until(lambda: "READY" in self.text and len(self.members("worker")) == 3)
        return self

    @property
    def text(self) -> str:
        return self.output.read_text()

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def wait(self) -> int:
        assert self.process is not None
        return self.process.wait(WAIT_S)

    def members(self, service: str | None = None) -> list[psutil.Process]:
        return sweep.leftovers(self.data_dir, service)

    def main(self, service: str) -> psutil.Process | None:
        """Return the service's own process: the one that is the supervisor's child."""
        for process in self.members(service):
            if process.ppid() == self.pid:
                return process
        return None

    def guard(self) -> psutil.Process:
        words = "musaic.platform.supervisor.guard"
        return next(child for child in psutil.Process(self.pid).children() if words in child.cmdline())

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(WAIT_S)


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except (psutil.NoSuchProcess, StopIteration, FileNotFoundError):
            pass
        time.sleep(0.05)
    pytest.fail("it did not happen in time")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "var")
    yield house
    house.end()


@pytest.mark.parametrize("service", ["postgres", "valkey", "worker"])
def test_what_is_killed_starts_again_and_leaves_no_children(house: House, service: str) -> None:
    former = house.started().members(service)
    victim = house.main(service)
    assert victim is not None
    victim.kill()
    until(lambda: house.main(service) not in {None, victim})
    until(lambda: not any(process.is_running() for process in former))
    until(lambda: house.text.count(" is ready") + house.text.count(" is started") == 4)
    assert "was killed by signal 9; starting it again" in house.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_polite_signal_ends_everything(house: House, number: signal.Signals) -> None:
    family = [*house.started().members(), house.guard()]
    os.kill(house.pid, number)
    assert house.wait() == 0
    assert not any(process.is_running() for process in family)
    assert "Stopped" in house.text


def test_a_signal_during_the_start_ends_everything(house: House) -> None:
    house.start()
    until(lambda: house.data_dir.with_name("var").joinpath("postgres.new").exists())
    os.kill(house.pid, signal.SIGTERM)
    assert house.wait() == 0
    assert house.members() == []


def test_nothing_outlives_a_killed_supervisor(house: House) -> None:
    family = [*house.started().members(), house.guard()]
    os.kill(house.pid, signal.SIGKILL)
    house.wait()
    assert psutil.wait_procs(family, timeout=10)[1] == []


def test_a_killed_guard_is_replaced(house: House) -> None:
    former = house.started().guard()
    former.kill()
    until(lambda: house.guard() != former)
    family = house.members()
    os.kill(house.pid, signal.SIGKILL)
    house.wait()
    assert psutil.wait_procs(family, timeout=10)[1] == []


def test_the_next_start_ends_what_supervisor_and_guard_left(house: House) -> None:
    former = house.started().members()
    for pid in (house.guard().pid, house.pid):
        os.kill(pid, signal.SIGSTOP)
    for pid in (house.guard().pid, house.pid):
        os.kill(pid, signal.SIGKILL)
    house.wait()
    house.started()
    assert not any(process.is_running() for process in former)


def test_a_second_supervisor_says_that_the_first_one_runs(house: House, tmp_path: Path) -> None:
    house.started()
    second = House(house.data_dir)
    second.output = tmp_path / "second.txt"
    assert second.start().wait() == 1
    assert f"already runs on {house.data_dir} (process {house.pid}" in second.text
    assert house.main("postgres") is not None


def test_a_failed_step_stops_the_start_with_its_words(house: House) -> None:
    assert house.start("fail").wait() == 1
    assert "the reason" in house.text
    assert "READY" not in house.text
    assert house.members() == []


def test_the_terminal_shows_what_matters_and_the_files_everything(house: House) -> None:
    house.started()
    log = house.data_dir / "logs" / "worker.log"
    until(lambda: "a line that does not" in log.read_text())
    assert "worker    | ERROR: a line that matters" in house.text
    assert "a line that does not" not in house.text
