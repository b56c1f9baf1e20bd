"""One kept thing as an export writes it; whatever else a file says is refused."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from musaic.listening.rules.schemas import Kind, Moment, NameText, RuleEntity
from musaic.platform.schemas import Input, UuidText


class NamedIn(Input):
    """An artist, or an album or track of theirs; ``…_spelled`` where only a rule spells it so."""

    artist: NameText
    artist_spelled: bool = False
    title: NameText | None = None
    title_spelled: bool = False


class KeptRule(Input):
    """A rule about names."""

    kind: Kind
    entity: RuleEntity | None = None
    subject: NamedIn | None = None
    target: NamedIn | None = None
    text: NameText | None = None
    names: Annotated[list[NameText], Field(min_length=1, max_length=20)] | None = None
    from_at: Moment | None = None
    until_at: Moment | None = None
    created_at: Annotated[AwareDatetime, Field(strict=False)]


class KeptOpinion(Input):
    """What the user thinks of a recording."""

    score: Literal[-1, 1]
    recording_msid: UuidText | None = None
    recording_mbid: UuidText | None = None
    artist: NameText | None = None
    title: NameText | None = None
    album: NameText | None = None
    created_at: Annotated[AwareDatetime, Field(strict=False)]
