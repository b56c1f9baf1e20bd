"""How listening is spread over music, and how ranks changed. Durations are milliseconds."""

from datetime import date

from musaic.platform.schemas import Output


class TopShare(Output):
    """What the most played ``top`` of them hold of everything, as a part of 1."""

    top: int
    share: float


class LorenzPoint(Output):
    """The least played ``part`` of them holds ``share`` of everything, both as parts of 1."""

    part: float
    share: float


class Concentration(Output):
    """How unevenly a range is spread: ``gini`` is 0 when all are played alike, near 1 when one has it all."""

    count: int
    total: int
    gini: float | None
    shares: list[TopShare]
    items: list[LorenzPoint]
    definition: str


class RaceEntry(Output):
    """One of the top at the end of a frame; ``moved`` is how many ranks it rose since the one before."""

    start: date
    rank: int
    id: int
    name: str
    artist: str | None
    plays: int
    ms_played: int
    moved: int | None


class Race(Output):
    """The top of each month or year, frame after frame, best first."""

    items: list[RaceEntry]
    cumulative: bool
    definition: str
