"""Switches, rules and their history over HTTP."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from musaic.platform.schemas import Input, Output

Kind = Literal["merge", "rename", "keep_together", "not_an_artist", "split_as", "exclude"]
RuleEntity = Literal["artist", "album", "track", "genre", "window"]
NameText = Annotated[str, Field(min_length=1, max_length=500)]
Moment = Annotated[AwareDatetime, Field(strict=False)]


class SwitchesOut(Output):
    """How names are read when no rule says otherwise."""

    clean_titles: bool = Field(description='"Song - Remastered 2011" and "Song (Explicit)" are "Song"')
    merge_editions: bool = Field(description='"Album (Deluxe Edition)" is "Album"')
    split_featured: bool = Field(description='"A feat. B" and "Song (with B)" credit A and B')
    split_separators: bool = Field(description='"A; B" and "A // B" credit A and B')
    same_recordings: bool = Field(description="Songs that carry the same MBID or ISRC are one")


class SwitchesIn(Input):
    """The switches to set; others stay."""

    clean_titles: bool | None = None
    merge_editions: bool | None = None
    split_featured: bool | None = None
    split_separators: bool | None = None
    same_recordings: bool | None = None


class SwitchesChanged(Output):
    """The switches as they are now; a large history follows in a job."""

    switches: SwitchesOut
    listens: int | None = Field(description="How many listens changed; null while the job works")
    job_id: UUID | None


class RuleIn(Input):
    """A rule. ``merge``, ``rename`` and ``exclude`` speak of ids as charts show them."""

    kind: Kind
    entity: RuleEntity | None = Field(default=None, description="Of merge, rename and exclude")
    subject_id: int | None = Field(
        default=None, ge=1, le=2**53, description="What is merged, renamed or excluded"
    )
    target_id: int | None = Field(default=None, ge=1, le=2**53, description="What the subject is merged into")
    text: NameText | None = Field(
        default=None, description="The new name; the credit that the rule is about; the genre"
    )
    names: Annotated[list[NameText], Field(min_length=1, max_length=20)] | None = Field(
        default=None, description="What split_as splits the credit into"
    )
    from_at: Moment | None = Field(default=None, description="Start of a window, included")
    until_at: Moment | None = Field(default=None, description="End of a window, not included")


class NamedOut(Output):
    """An artist, album or track; ``artist`` is null for artists."""

    id: int
    name: str
    artist: str | None


class RuleOut(Output):
    """A rule; it holds while ``undone_at`` is null."""

    id: UUID
    kind: Kind
    entity: RuleEntity | None
    subject: NamedOut | None
    target: NamedOut | None
    text: str | None
    names: list[str] | None
    from_at: datetime | None
    until_at: datetime | None
    created_at: datetime
    undone_at: datetime | None


class RuleChanged(Output):
    """A rule and what became of it: done at once, or by a job where many listens change."""

    rule: RuleOut
    listens: int | None = Field(description="How many listens changed; null while the job works")
    job_id: UUID | None


class ExampleOut(Output):
    """A song before and after."""

    artist: str
    title: str
    artists_after: list[str]
    title_after: str
    excluded: bool
    plays: int


class PreviewOut(Output):
    """What a rule would change. ``exact`` is false for large histories, where it is an estimate."""

    listens: int
    songs: int
    exact: bool
    examples: list[ExampleOut]


class AuditOut(Output):
    """One change: ``rule_added``, ``rule_undone``, ``rule_deleted`` or ``switches_set``."""

    id: int
    action: str
    rule_id: UUID | None
    details: dict[str, Any]
    listens: int | None
    created_at: datetime
