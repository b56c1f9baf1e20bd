from pathlib import Path

import pytest

from musaic.transcripts.engines import engines_of_server
from musaic.transcripts.errors import EngineUnavailableError
from musaic.transcripts.ports import Language
from transcripts.tiny_whisper import build


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("whisper") / "english", multilingual=False)


@pytest.mark.parametrize("language", [None, "en", "ru", "kk"])
def test_without_a_model_the_embedded_engine_serves_everything(language: Language | None) -> None:
    assert engines_of_server(None).choose("auto", language).name == "builtin"


def test_a_model_serves_the_languages_it_was_made_for_and_no_others(english: Path) -> None:
    engines = engines_of_server(english)
    assert engines.choose("auto", "en").name == "faster-whisper"
    assert engines.choose("auto", None).name == "faster-whisper"
    assert engines.choose("auto", "kk").name == "builtin"
    assert engines.choose("builtin", "en").name == "builtin"


def test_an_engine_asked_for_by_name_must_be_able(english: Path) -> None:
    with pytest.raises(EngineUnavailableError, match="MUSAIC_WHISPER_MODEL_DIR"):
        engines_of_server(None).choose("faster-whisper", "en")
    with pytest.raises(EngineUnavailableError):
        engines_of_server(english).choose("faster-whisper", "kk")


def test_every_engine_tells_its_state() -> None:
    states = dict(engines_of_server(None).statuses())
    assert list(states) == ["faster-whisper", "builtin"]
    assert not states["faster-whisper"].available
    assert states["builtin"].available
