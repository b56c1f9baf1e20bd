"""Life events over HTTP. Days are the user's own, both ends included."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from musaic.listening.analytics.charts.comparison.schemas import Change, Side
from musaic.platform.schemas import DateText, Input, Output

Kind = Literal[
    "trip",
    "move",
    "job",
    "study",
    "relationship",
    "breakup",
    "family",
    "health",
    "loss",
    "celebration",
    "other",
]
Title = Annotated[str, Field(min_length=1, max_length=120)]
Note = Annotated[str, Field(max_length=2_000)]
Colour = Annotated[str, Field(pattern="^#[0-9a-f]{6}$", description="#rrggbb, lower case")]
ACCENT = "#ff6a3a"


class LifeEventIn(Input):
    """A new event; without ``last_day`` it still goes on."""

    title: Title
    kind: Kind
    first_day: DateText
    last_day: DateText | None = None
    note: Note = ""
    colour: Colour = ACCENT


class LifeEventChange(Input):
    """What to change; ``last_day`` null has it go on again."""

    title: Title | None = None
    kind: Kind | None = None
    first_day: DateText | None = None
    last_day: DateText | None = None
    note: Note | None = None
    colour: Colour | None = None


class LifeEventOut(Output):
    """A life event."""

    id: UUID
    title: str
    kind: Kind
    first_day: date
    last_day: date | None
    note: str
    colour: str
    created_at: datetime


class LifeEvents(Output):
    """All of the caller's events, oldest first."""

    items: list[LifeEventOut]


class Impact(Output):
    """An event, as many days before it, and as many after it as have been.

    ``after`` is null while nothing has been after it; changes compare plays a day, per 30 days.
    """

    event: LifeEventOut
    before: Side
    during: Side
    after: Side | None
    rising: list[Change]
    falling: list[Change]
    rising_after: list[Change]
    falling_after: list[Change]
    definition: str
