"""Moments as exports write them: numbers, ISO, day and month in either order, month names."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal
from zoneinfo import ZoneInfo

Order = Literal["auto", "day_first", "month_first"]

_NUMBER = re.compile(r"-?\d{6,20}(\.\d+)?")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(.*))?")
_LOCAL = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[T ,]+(.*))?")
_DAY_NAMED = re.compile(r"(\d{1,2})\.?(?: de)? ([^\W\d_]+)\.?,?(?: de)? (\d{4})(?: г\.| ж\.)?(?:[ ,]+(.*))?")
_MONTH_NAMED = re.compile(r"([^\W\d_]+)\.? (\d{1,2}),? (\d{4})(?:[ ,]+(.*))?")
_CLOCK = re.compile(
    r"(?:at |um |à |в )?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp]\.?\s?[Mm]\.?)?\s*(.*)"
)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+\-−])(\d{1,2})(?::?(\d{2}))?")
# Seconds up to here (year 5138), then milliseconds, then microseconds.
_MILLISECONDS_FROM, _MICROSECONDS_FROM = 1e11, 1e14
_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " ", "\u2009": " "})
# English, German, French, Spanish, Italian, Portuguese, Polish, Dutch, Russian, Kazakh; short and long
_MONTH_NAMES = """
    jan january januar janvier enero ene gennaio gen janeiro stycznia januari янв января қаң қаңтар /
    feb february februar févr février febrero febbraio fev fevereiro lutego februari фев февр февраля
    ақп ақпан /
    mar march mär märz mrz mars marzo março marca maart мар марта нау наурыз /
    apr april avr avril abr abril aprile kwietnia апр апреля сәу сәуір /
    may mai mayo maggio mag maio maja mei мая мам мамыр /
    jun june juni juin junio giugno giu junho czerwca июн июня мау маусым /
    jul july juli juil juillet julio luglio lug julho lipca июл июля шіл шілде /
    aug august août agosto ago sierpnia augustus авг августа там тамыз /
    sep sept september septembre septiembre settembre set setembro września сен сент сентября қыр қыркүйек /
    oct okt october oktober octobre octubre ottobre ott outubro out października окт октября қаз қазан /
    nov november novembre noviembre novembro listopada ноя нояб ноября қар қараша /
    dec dez december dezember déc décembre dic diciembre dicembre dezembro grudnia дек декабря
    жел желтоқсан
"""
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES.split("/"), 1) for name in names.split()}
# Abbreviations that mean one offset wherever Google and others write them.
_ZONES_H = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2,
    "EEST": 3, "MSK": 3, "МСК": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6,
    "PST": -8, "PDT": -7, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
}  # fmt: skip


def moment(text: str, zone: ZoneInfo, order: Order = "auto") -> datetime | None:
    """Return the moment that ``text`` names, or None; a time without a zone is one of ``zone``.

    ``auto`` reads 03/04/2024 as month first when a slash divides it, else day first; a number over
    12 settles it.
    """
    plain = " ".join(text.translate(_SPACES).split())
    try:
        if _NUMBER.fullmatch(plain):
            return _of_number(float(plain))
        return _of_text(plain, zone, order)
    except (ValueError, OverflowError, OSError):
        return None


def is_zoneless(text: str) -> bool:
    """Tell whether ``text`` names a time of some clock, but not the clock's zone."""
    first, second = moment(text, ZoneInfo("UTC")), moment(text, ZoneInfo("Asia/Tokyo"))
    return first != second


def _of_number(value: float) -> datetime:
    size = abs(value)
    divisor = 1 if size < _MILLISECONDS_FROM else 1_000 if size < _MICROSECONDS_FROM else 1_000_000
    return datetime.fromtimestamp(value / divisor, UTC)


def _of_text(text: str, zone: ZoneInfo, order: Order) -> datetime | None:
    if found := _ISO.fullmatch(text):
        year, month, day, clock = found.groups()
    elif found := _LOCAL.fullmatch(text):
        one, two, year, clock = found.groups()
        day, month = _day_and_month(int(one), int(two), "/" in text, order)
    elif found := _DAY_NAMED.fullmatch(text):
        day, name, year, clock = found.groups()
        month = _MONTHS.get(name.casefold())
    elif found := _MONTH_NAMED.fullmatch(text):
        name, day, year, clock = found.groups()
        month = _MONTHS.get(name.casefold())
    else:
        return None
    return None if month is None else _at_clock((int(year), int(month), int(day)), clock or "00:00", zone)


def _day_and_month(one: int, two: int, slashed: bool, order: Order) -> tuple[int, int]:  # noqa: FBT001
    months = 12
    month_first = order == "month_first" or (order == "auto" and slashed)
    if (one > months) != (two > months):
        month_first = two > months
    return (two, one) if month_first else (one, two)


def _at_clock(date: tuple[int, int, int], clock: str, zone: ZoneInfo) -> datetime | None:
    found = _CLOCK.fullmatch(clock.strip())
    if found is None:
        return None
    hour, minute, second, fraction, half, rest = found.groups()
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    naive = datetime(*date, hours, int(minute), int(second or 0), int((fraction or "0")[:6].ljust(6, "0")))  # noqa: DTZ001  the zone follows
    here = naive.replace(tzinfo=zone)
    # CST is Chicago's, Havana's and Shanghai's: the user's own zone says which.
    return here if here.tzname() == rest.strip() else naive.replace(tzinfo=_zone_in(rest) or zone)


def _zone_in(text: str) -> timezone | None:
    """Return the offset that follows a time; None when none does, or one that means many."""
    plain = text.strip()
    if plain.upper() in _ZONES_H:
        return timezone(timedelta(hours=_ZONES_H[plain.upper()]))
    found = _OFFSET.fullmatch(plain)
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(offset if sign == "+" else -offset)
