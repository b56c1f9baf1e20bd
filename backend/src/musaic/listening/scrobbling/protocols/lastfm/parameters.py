"""What comes with a call of the 2.0 API."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import unquote
from uuid import UUID

from musaic.listening.scrobbling.protocols.call import Call

MOST_SCROBBLES = 50
_FIELD = re.compile(r"([a-z]+)\[(\d{1,9})\]")
_LONGEST_S = 24 * 24 * 3600


class Code(IntEnum):
    """The error codes of the API."""

    SERVICE = 2
    METHOD = 3
    AUTHENTICATION = 4
    FORMAT = 5
    PARAMETERS = 6
    RESOURCE = 7
    FAILED = 8
    SESSION = 9
    API_KEY = 10
    OFFLINE = 11
    SIGNATURE = 13
    TOKEN_UNAUTHORISED = 14
    TOKEN_EXPIRED = 15
    UNAVAILABLE = 16
    LOGIN_REQUIRED = 17
    RATE_LIMIT = 29


class LastfmError(Exception):
    """A call that is answered with an error code."""

    def __init__(self, code: Code, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(message)


@dataclass(frozen=True)
class Parameters:
    """Query and form of a call; names are looked up without regard to case."""

    call: Call
    raw: Mapping[str, str]
    folded: Mapping[str, str]

    @classmethod
    def of(cls, call: Call) -> "Parameters":
        """Read a call; raises LastfmError."""
        try:
            raw = call.form()
        except ValueError as error:
            raise LastfmError(Code.PARAMETERS, "Too many parameters.") from error
        return cls(call, raw, {name.lower(): value for name, value in raw.items()})

    @property
    def as_json(self) -> bool:
        """Whether the reply is wanted as JSON; XML is the default."""
        return self.folded.get("format", "").lower() == "json"

    def get(self, name: str) -> str:
        """Return a parameter, empty when absent."""
        return self.folded.get(name, "")

    def required(self, name: str) -> str:
        """Return a parameter that must be there and not empty; raises LastfmError."""
        value = self.get(name).strip()
        if not value or "\0" in value:
            raise LastfmError(Code.PARAMETERS, f"Invalid parameters: {name} is missing.")
        return value

    def number(self, name: str, default: int, *, least: int = 1, most: int) -> int:
        """Return a whole number, or the default for anything else: clients send "None"."""
        try:
            number = int(self.get(name))
        except ValueError:
            return default
        return min(max(number, least), most)

    def moment(self, name: str) -> int | None:
        """Return a Unix time, None when absent or no number."""
        try:
            return int(self.get(name))
        except ValueError:
            return None

    def rows(self) -> list[dict[str, str]]:
        """Return what is given with an index, by index, else the plain parameters as the only row.

        Raises LastfmError for more than fifty.
        """
        rows: dict[int, dict[str, str]] = {}
        for name, value in self.folded.items():
            match = _FIELD.fullmatch(name)
            if match:
                rows.setdefault(int(match[2]), {})[match[1]] = value
        if not rows:
            return [dict(self.folded)]
        if len(rows) > MOST_SCROBBLES:
            raise LastfmError(Code.PARAMETERS, f"At most {MOST_SCROBBLES} scrobbles are taken at once.")
        return [rows[index] for index in sorted(rows)]


def decoded_again(name: str) -> str | None:
    """Return a name that a client encoded once too often, None if that cannot be."""
    twice = unquote(name)
    return twice if twice != name else None


def duration_ms(text: str) -> int | None:
    """Return a length given in seconds, None if it cannot be one."""
    try:
        seconds = int(float(text))
    except (ValueError, OverflowError):
        return None
    return seconds * 1000 if 0 < seconds <= _LONGEST_S else None


def mbid(text: str) -> UUID | None:
    """Return a MusicBrainz id, None if it is none: these clients pass on whatever files say."""
    try:
        return UUID(text)
    except ValueError:
        return None
