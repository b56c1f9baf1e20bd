"""What a user's charts call a song: switches and rules applied to the names that a source wrote.

Everything here works on names and their comparison keys, knows no database, and gives the same
answer for the same input: identities can be worked out anew at any time.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from uuid import UUID

from musaic.catalog.public import comparison_key
from musaic.listening.names.credits import Known, Splitting, split_artist, split_title
from musaic.listening.names.titles import clean_album, clean_title

# Rises when the functions of this sub-room begin to answer differently.
NAMING = 2
# Who is meant by so many artists' names is remembered; memory does not grow with a history.
_MOST_REMEMBERED = 10_000
# Chains of merges are short; this only ends circles.
_MOST_STEPS = 16
# Parts a name's key from its exact spelling, for users who want it spelled in their own way.
SPELLED = "\x1f"

Entity = Literal["artist", "album", "track"]


class Name(NamedTuple):
    """A name to show and what it is compared by."""

    key: str
    text: str

    @classmethod
    def of(cls, text: str) -> "Name":
        """Return the name spelled ``text``."""
        return cls(comparison_key(text), text)

    def spelled(self, text: str) -> "Name":
        """Return this name in another spelling, as a name of its own where the key is the same."""
        key = comparison_key(text)
        return Name(f"{key}{SPELLED}{text}" if key == self.key.partition(SPELLED)[0] else key, text)


# An artist is (key, ""), an album or a track (artist's key, own key).
Key = tuple[str, str]


class Target(NamedTuple):
    """What a name becomes; ``title`` is None for artists."""

    artist: Name
    title: Name | None


@dataclass(frozen=True)
class Switches:
    """What a user may turn on and off."""

    clean_titles: bool = True
    merge_editions: bool = True
    split_featured: bool = True
    split_separators: bool = False
    same_recordings: bool = True


@dataclass(frozen=True)
class Rules:
    """A user's rules by what they do; exclusions give the rule's id.

    ``links`` are no rules of the user's, but hold like some: a spelled song that is the same
    recording as another one has that one's artist and title here.
    """

    aliases: Mapping[Entity, Mapping[Key, Target]] = field(default_factory=dict)
    excluded: Mapping[Entity, Mapping[Key, UUID]] = field(default_factory=dict)
    excluded_tags: Mapping[Entity, Mapping[Key, UUID]] = field(default_factory=dict)
    together: frozenset[str] = frozenset()
    no_artists: frozenset[str] = frozenset()
    split_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[Key, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Song:
    """Whose song it is and what it is called; ``asked`` are keys that, were they known, could change it."""

    artists: tuple[Name, ...]
    title: Name
    excluded_by: UUID | None
    asked: frozenset[str]


@dataclass(frozen=True)
class Record:
    """Whose album it is and what it is called."""

    artist: Name
    title: Name
    excluded_by: UUID | None
    asked: frozenset[str]


class Naming:
    """One user's switches and rules, ready to name songs and albums."""

    def __init__(self, switches: Switches | None = None, rules: Rules | None = None) -> None:
        self.switches = switches or Switches()
        self.rules = rules or Rules()
        self._how = Splitting(
            self.switches.split_featured,
            self.switches.split_separators,
            self.rules.together,
            tuple(self.rules.split_as.items()),
        )
        self._artists: dict[str, tuple[tuple[Name, ...], frozenset[str]]] = {}

    def song(self, artist: str, title: str, known: Known | None = None) -> Song:
        """Return the identity of the song that a source calls ``title`` by ``artist``."""
        artist, title = _compatible(artist), _compatible(title)
        acts, asked = self._acts(artist, known)
        ask = _Asker(known)
        shown, guests = split_title(title, self._how, ask)
        if self.switches.clean_titles:
            shown = clean_title(shown)
        name, spelled = Name.of(shown), Name.of(title)
        people = self._people((*acts, *map(Name.of, guests)))
        trail = [(comparison_key(artist), spelled.key), (acts[0].key, name.key), (people[0].key, name.key)]
        to = self._follow("track", trail)
        if to is not None and to.title is not None:
            people, name = (to.artist,), to.title
        own = Song(
            self._credited(people),
            name,
            self._excluded("track", trail, (acts[0], people[0])),
            asked | ask.unknown,
        )
        linked = self.rules.links.get(trail[0])
        # What the user has merged by hand stays as it was merged.
        return own if linked is None or to is not None else _as(self.song(*linked, known), own)

    def record(self, artist: str, album: str, known: Known | None = None) -> Record:
        """Return the identity of the album that a source calls ``album`` by ``artist``."""
        artist, album = _compatible(artist), _compatible(album)
        acts, asked = self._acts(artist, known)
        name = Name.of(clean_album(album) if self.switches.merge_editions else album)
        person = self._people(acts)[0]
        trail = [(comparison_key(artist), comparison_key(album)), (acts[0].key, name.key)]
        trail.append((person.key, name.key))
        to = self._follow("album", trail)
        if to is not None and to.title is not None:
            person, name = to.artist, to.title
        return Record(person, name, self._excluded("album", trail, ()), asked)

    def _acts(self, artist: str, known: Known | None) -> tuple[tuple[Name, ...], frozenset[str]]:
        """Return who ``artist`` names, before any alias; cached unless ``known`` was needed."""
        found = self._artists.get(artist)
        if found is None or (found[1] and known is not None):
            ask = _Asker(known)
            names = tuple(Name.of(name) for name in split_artist(artist, self._how, ask))
            kept = tuple(name for name in names if name.key not in self.rules.no_artists) or names[:1]
            found = kept, ask.unknown
            if known is None or not ask.asked:
                if len(self._artists) >= _MOST_REMEMBERED:
                    self._artists.clear()
                self._artists[artist] = found
        return found

    def _people(self, names: Iterable[Name]) -> tuple[Name, ...]:
        """Return the artists that are shown for ``names``: aliases followed, each once."""
        shown: dict[str, Name] = {}
        for place, name in enumerate(names):
            if place and name.key in self.rules.no_artists:
                continue
            person = self.artist(name)
            shown.setdefault(person.key, person)
        return tuple(shown.values())

    def artist(self, name: Name) -> Name:
        """Return the artist that is shown for ``name``."""
        aliases = self.rules.aliases.get("artist", {})
        seen = {name.key}
        while (target := aliases.get((name.key, ""))) and target.artist.key not in seen:
            name = target.artist
            seen.add(name.key)
        return name

    def _follow(self, entity: Entity, trail: list[Key]) -> Target | None:
        """Follow merges from the first key of ``trail`` that has one; keys on the way are added to it."""
        aliases = self.rules.aliases.get(entity)
        if not aliases:
            return None
        found = None
        at = next((key for key in reversed(trail) if key in aliases), None)
        for _ in range(_MOST_STEPS):
            target = aliases.get(at) if at else None
            if target is None or target.title is None:
                break
            found = Target(self.artist(target.artist), target.title)
            direct, shown = (target.artist.key, target.title.key), (found.artist.key, target.title.key)
            at = next((key for key in (shown, direct) if key in aliases and key not in trail), None)
            trail += [direct, shown]
        return found

    def _credited(self, people: tuple[Name, ...]) -> tuple[Name, ...]:
        """Leave out guests that are kept out of the charts."""
        excluded = self.rules.excluded.get("artist", {})
        return people[:1] + tuple(name for name in people[1:] if (name.key, "") not in excluded)

    def _excluded(self, entity: Entity, trail: list[Key], acts: tuple[Name, ...]) -> UUID | None:
        artists: list[Key] = [(name.key, "") for name in acts]
        for rules in (self.rules.excluded, self.rules.excluded_tags):
            own, people = rules.get(entity, {}), rules.get("artist", {})
            found = [own[key] for key in trail if key in own] + [
                people[key] for key in artists if key in people
            ]
            if found:
                return min(found)
        return None


def _as(recording: Song, own: Song) -> Song:
    """Return the identity of ``recording`` for another spelling of it, whose guests are credited, too."""
    people = {artist.key: artist for artist in (*recording.artists, *own.artists[1:])}
    return Song(
        tuple(people.values()),
        recording.title,
        own.excluded_by or recording.excluded_by,
        own.asked | recording.asked,
    )


def _compatible(text: str) -> str:
    """Return ``text`` in the form that keys are made of: full-width brackets are brackets, too."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


class _Asker:
    """Asks ``known`` and remembers what was asked, and what was not known."""

    def __init__(self, known: Known | None) -> None:
        self._known = known
        self.asked = False
        self.unknown: frozenset[str] = frozenset()

    def __call__(self, key: str) -> bool:
        self.asked = True
        if self._known is not None and self._known(key):
            return True
        self.unknown |= {key}
        return False
