"""The engines of this installation, best first, and the choice among them."""

from musaic.studio.adapters.dsp import card
from musaic.studio.adapters.late import LateSeparator
from musaic.studio.errors import EngineUnavailableError
from musaic.studio.ports import EngineInfo, Separator

AUTO = "auto"
# A new engine is one adapter and one entry here.
ENGINES: tuple[Separator, ...] = (
    LateSeparator(card.describe, "musaic.studio.adapters.dsp.engine:DspSeparator"),
)


def known() -> list[EngineInfo]:
    """Describe every engine, the unavailable ones with their reason."""
    return [engine.probe() for engine in ENGINES]


def choose(name: str, stems: int) -> Separator:
    """Return the engine called ``name`` (or the best one) that makes ``stems`` stems.

    Raises EngineUnavailableError when there is none.
    """
    for engine in ENGINES:
        info = engine.probe()
        if name in {AUTO, info.name} and info.available and len(info.stems) == stems:
            return engine
    raise EngineUnavailableError
