"""Figures over time. Durations are milliseconds; days and hours are the user's own."""

from datetime import date

from pydantic import Field

from musaic.platform.schemas import Output


class HourFigures(Output):
    """One hour of the day, in the user's zone."""

    hour: int = Field(ge=0, le=23)
    plays: int
    ms_played: int


class ByHour(Output):
    """All 24 hours."""

    items: list[HourFigures]


class WeekdayFigures(Output):
    """One day of the week, 0 for Monday."""

    weekday: int = Field(ge=0, le=6)
    plays: int
    ms_played: int


class ByWeekday(Output):
    """All seven days."""

    items: list[WeekdayFigures]


class HeatCell(Output):
    """One hour of the week."""

    weekday: int = Field(ge=0, le=6, description="0 for Monday")
    hour: int = Field(ge=0, le=23)
    plays: int
    ms_played: int


class HeatMap(Output):
    """All 168 hours of a week, Monday's first."""

    items: list[HeatCell]
    definition: str


class CalendarDay(Output):
    """One local day."""

    day: date
    plays: int
    ms_played: int


class Calendar(Output):
    """Every day of a year, also those without plays."""

    items: list[CalendarDay]
    definition: str


class TimelinePoint(Output):
    """One stretch of time, named by its first local day."""

    start: date
    plays: int
    ms_played: int


class Timeline(Output):
    """Every stretch from the first to the last play of the range, also those without plays."""

    items: list[TimelinePoint]
