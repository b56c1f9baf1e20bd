"""What goes in and out over HTTP."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from musaic.platform.schemas import Input, Output

DEFAULT_LENGTH = 25
MAX_LENGTH = 200
MAX_DURATION_MS = 24 * 3_600_000
ExportName = Literal["m3u8", "csv", "xspf", "jspf"]


def _given(**kinds: str) -> dict[str, Any]:
    """Return the JSON schema of an object in which all of these are there and not null."""
    return {"required": list(kinds), "properties": {name: {"type": kind} for name, kind in kinds.items()}}


class Seed(Input):
    """A seed: a track of one's own history by id, or the words of a search for one."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [_given(track_id="integer"), _given(query="string")]}
    )

    track_id: int | None = Field(None, ge=1, le=2**53)
    query: str | None = Field(None, min_length=1, max_length=200)

    @model_validator(mode="after")
    def one_of_both(self) -> "Seed":
        """Refuse a seed with neither or both."""
        if (self.track_id is None) == (self.query is None):
            message = "give either track_id or query"
            raise ValueError(message)
        return self


class GeneratePlaylist(Input):
    """Wishes for a playlist; without ``length`` and ``duration_ms`` it has 25 songs."""

    model_config = ConfigDict(json_schema_extra={"not": _given(length="integer", duration_ms="integer")})

    seeds: list[Seed] = Field(min_length=1, max_length=10)
    name: str | None = Field(None, min_length=1, max_length=200)
    length: int | None = Field(None, ge=1, le=MAX_LENGTH)
    duration_ms: int | None = Field(None, ge=60_000, le=MAX_DURATION_MS)
    matchers: list[str] | None = Field(None, min_length=1, max_length=10)
    explore: int = Field(20, ge=0, le=100, description="0 stays close to the seed, 100 wanders")
    random_seed: int = Field(0, ge=0, le=2**31 - 1, description="The same number gives the same list")

    @model_validator(mode="after")
    def one_bound(self) -> "GeneratePlaylist":
        """Refuse two bounds at once."""
        if self.length is not None and self.duration_ms is not None:
            message = "give either length or duration_ms"
            raise ValueError(message)
        return self


class MatcherShare(Output):
    """The part of a track's score that one matcher gave, in 0..1, and its reason."""

    name: str
    share: float
    code: str
    facts: dict[str, str | int]


class PlaylistTrackOut(Output):
    """One track of a playlist; ``why`` is the main reason as an English sentence."""

    position: int
    track_id: int
    title: str
    artist: str
    album: str | None
    duration_ms: int
    score: float
    why: str
    matchers: list[MatcherShare]


class SeedOut(Output):
    """A seed as it was found."""

    track_id: int
    title: str
    artist: str


class PlaylistSummary(Output):
    """A playlist in a list."""

    id: UUID
    name: str
    seeds: list[SeedOut]
    track_count: int
    duration_ms: int
    created_at: datetime


class PlaylistOut(PlaylistSummary):
    """A playlist with its tracks, in playing order."""

    tracks: list[PlaylistTrackOut]


class MatcherOut(Output):
    """A matcher that can be asked for by name."""

    name: str
    weight: float
