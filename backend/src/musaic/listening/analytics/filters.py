"""What a chart is narrowed to: only some artists, albums, tracks and genres, or all but some."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from musaic.catalog.public import comparison_key, fits
from musaic.listening.analytics.errors import InvalidFilterError

Kind = Literal["artist", "album", "track"]
FilterKind = Literal["artist", "album", "track", "genre"]
KINDS: tuple[FilterKind, ...] = get_args(FilterKind)
MOST_NAMED = 50
_NAMED = re.compile(r"(artist|album|track):(\d{1,18})")
_GENRE = "genre:"
_LONGEST_GENRE = 100


@dataclass(frozen=True)
class Named:
    """Ids of artists, albums and tracks, and genres; a play belongs to them if it is of any of these."""

    artist: tuple[int, ...] = ()
    album: tuple[int, ...] = ()
    track: tuple[int, ...] = ()
    genre: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[FilterKind, ...]:
        """Which kinds are named at all: the shape of the query, its values left out."""
        return tuple(kind for kind in KINDS if getattr(self, kind))

    def values(self, prefix: str) -> dict[str, list[int] | list[str]]:
        """Return the parameters of ``plays.matches``."""
        return {f"{prefix}_{kind}": list(getattr(self, kind)) for kind in self.kinds}


Shape = tuple[tuple[FilterKind, ...], tuple[FilterKind, ...]]


@dataclass(frozen=True)
class Filters:
    """A play passes if it is of ``only`` (when anything is named there) and not of ``exclude``."""

    only: Named = field(default_factory=Named)
    exclude: Named = field(default_factory=Named)

    def __bool__(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.only.kinds or self.exclude.kinds)

    @property
    def shape(self) -> Shape:
        """What the statement depends on; the ids are its parameters."""
        return self.only.kinds, self.exclude.kinds

    @property
    def key(self) -> str:
        """A short text, equal for equal filters."""
        return f"{self.only}{self.exclude}" if self else ""

    def values(self) -> dict[str, list[int] | list[str]]:
        """Return the parameters of a statement of this shape."""
        return {**self.only.values("only"), **self.exclude.values("exclude")}

    @classmethod
    def one(cls, kind: Kind, named: int) -> "Filters":
        """Return the filter that lets one artist, album or track through."""
        ids: dict[str, tuple[int]] = {kind: (named,)}
        return cls(
            only=Named(artist=ids.get("artist", ()), album=ids.get("album", ()), track=ids.get("track", ()))
        )


UNFILTERED = Filters()


def parse(only: Sequence[str], exclude: Sequence[str]) -> Filters:
    """Return the filters of ``artist:12``, ``genre:rock`` and the like; raises InvalidFilterError."""
    return Filters(_named(only), _named(exclude))


def _named(texts: Sequence[str]) -> Named:
    found: dict[str, set[int]] = {"artist": set(), "album": set(), "track": set()}
    genres: set[str] = set()
    for text in texts:
        if text.startswith(_GENRE):
            genres.add(_genre(text.removeprefix(_GENRE)))
            continue
        match = _NAMED.fullmatch(text)
        if match is None:
            raise InvalidFilterError
        found[match[1]].add(int(match[2]))
    if sum(map(len, found.values())) + len(genres) > MOST_NAMED:
        raise InvalidFilterError
    named = {kind: tuple(sorted(ids)) for kind, ids in found.items()}
    return Named(**named, genre=tuple(sorted(genres)))


def _genre(name: str) -> str:
    key = comparison_key(name)
    if len(name) > _LONGEST_GENRE or not fits(key) or "\0" in key:
        raise InvalidFilterError
    return key
