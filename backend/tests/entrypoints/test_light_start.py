"""What API, dispatcher and worker load at their start: nothing that only a job needs."""

import subprocess
import sys

import pytest

from musaic.entrypoints.wiring import JOB_KINDS
from musaic.media import public as media
from musaic.platform import late
from musaic.playlists.matchers import matchers
from musaic.studio import engines

HEAVY = {
    "PIL", "av", "aiobotocore", "botocore", "faster_whisper", "librosa", "numba", "numpy", "onnxruntime",
    "pocketsphinx", "scipy", "sentry_sdk", "soundfile", "soxr",
}  # fmt: skip
CELERY = {"celery", "kombu"}
SCRIPT = "import sys, {module}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("musaic.entrypoints.api", HEAVY | CELERY),
        ("musaic.entrypoints.serve", HEAVY | CELERY),
        ("musaic.entrypoints.dispatcher", HEAVY | CELERY),
        ("musaic.entrypoints.worker", HEAVY),
        ("musaic.entrypoints.commands.up", HEAVY | CELERY | {"sqlalchemy", "fastapi", "redis"}),
    ],
)
def test_a_process_starts_without_what_only_jobs_need(module: str, heavy: set[str]) -> None:
    script = SCRIPT.format(module=module)
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert heavy & set(loaded.stdout.split()) == set()


def test_everything_that_waits_can_be_loaded() -> None:
    assert late.load("musaic.studio.service.separate:run")
    assert {matcher.name for matcher in matchers()} >= {"artist", "session_artist"}
    for name in media.__all__:
        assert getattr(media, name)
    with pytest.raises(AttributeError, match="no attribute 'absent'"):
        _ = media.absent
    assert {kind.name for kind in JOB_KINDS} >= {"studio.separate", "transcripts.transcribe", "demo.load"}


def test_an_engine_describes_itself_as_the_one_that_is_loaded() -> None:
    engine = late.load("musaic.studio.adapters.dsp.engine:DspSeparator")()
    assert engine.probe() in engines.known()
