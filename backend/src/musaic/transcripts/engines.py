"""Which engines this server has, and which one serves a request."""

from collections.abc import Sequence
from pathlib import Path

from musaic.transcripts.errors import EngineUnavailableError
from musaic.transcripts.ports import Engine, EngineStatus, Language


class EngineSet:
    """Engines, the best first; the last one takes every language and always runs."""

    def __init__(self, engines: Sequence[Engine]) -> None:
        self._engines = tuple(engines)

    def statuses(self) -> list[tuple[str, EngineStatus]]:
        """Return (name, status) of every engine, best first."""
        return [(engine.name, engine.probe()) for engine in self._engines]

    def choose(self, wanted: str, language: Language | None) -> Engine:
        """Return the engine called `wanted`, or for `auto` the best that writes `language`.

        Raises EngineUnavailableError when the engine asked for by name cannot serve.
        """
        if wanted == "auto":
            able = (engine for engine in self._engines if _serves(engine.probe(), language))
            return next(able, self._engines[-1])
        for engine in self._engines:
            status = engine.probe()
            if engine.name == wanted and status.available:
                # The embedded engine times speech of every language, words or not.
                if engine is self._engines[-1] or _serves(status, language):
                    return engine
                break
            if engine.name == wanted:
                raise EngineUnavailableError(status.why_not)
        raise EngineUnavailableError


def _serves(status: EngineStatus, language: Language | None) -> bool:
    return status.available and (language is None or language in status.languages)


def engines_of_server(whisper_model_dir: Path | None) -> EngineSet:
    """Return the operator's Whisper models before the embedded engine."""
    # NumPy comes with them: only a process that is asked about engines loads it.
    from musaic.transcripts.adapters.builtin import BuiltinEngine  # noqa: PLC0415
    from musaic.transcripts.adapters.faster_whisper import FasterWhisperEngine  # noqa: PLC0415

    return EngineSet([FasterWhisperEngine(whisper_model_dir), BuiltinEngine()])
