"""How listening happens. Durations are milliseconds; rates are parts of 1, null where nothing is known."""

from datetime import date
from typing import Literal

from musaic.platform.schemas import Output

Fact = Literal["shuffle", "offline", "platform", "country"]


class Endings(Output):
    """How listens ended; also those too short to be plays.

    ``stopped`` neither to the end nor skipped; ``unknown`` has no say in the rates.
    """

    listens: int
    skipped: int
    completed: int
    stopped: int
    unknown: int
    skip_rate: float | None
    completion_rate: float | None


class MonthEndings(Endings):
    """The same of one month, named by its first day."""

    start: date


class Skips(Output):
    """Skips and completions of a range, and month by month."""

    totals: Endings
    items: list[MonthEndings]
    definition: str


class HabitItem(Output):
    """One value of a fact; ``share`` of the plays whose value is known, null for the unknown ones."""

    value: str
    plays: int
    ms_played: int
    share: float | None


class Habits(Output):
    """The plays of a range by one fact, most first."""

    fact: Fact
    items: list[HabitItem]
    definition: str
