"""Two people over HTTP. Durations are milliseconds; only sums of whole days cross between people."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from musaic.listening.analytics.repository.spans import Entity
from musaic.platform.schemas import Input, Output

Code = Annotated[str, Field(min_length=1, max_length=100, description="The code of an invitation")]


class InvitationCode(Input):
    """Which invitation is meant."""

    code: Code


class InvitationOut(Output):
    """An open invitation of the caller's; its code was shown once."""

    id: UUID
    created_at: datetime
    expires_at: datetime


class NewInvitation(InvitationOut):
    """An invitation that was just made; ``code`` and ``link`` are never shown again."""

    code: str
    link: str


class Invitations(Output):
    """The caller's open invitations, newest first."""

    items: list[InvitationOut]


class Invited(Output):
    """An invitation as the person sees it who was sent it: whose it is, and until when it stands."""

    name: str
    expires_at: datetime


class ConnectionOut(Output):
    """A connection as one of the two sees it; ``name`` is the other's, ``accepted_at`` the consent."""

    id: UUID
    name: str
    invited_by_me: bool
    invited_at: datetime
    accepted_at: datetime
    ended_at: datetime | None
    ended_by_me: bool | None


class Connections(Output):
    """The caller's connections: open ones first, each newest first."""

    items: list[ConnectionOut]


class PersonTotals(Output):
    """The totals of one of the two; ``days_active`` are local days with at least one play."""

    plays: int
    ms_played: int
    tracks: int
    artists: int
    albums: int
    days_active: int


class SharedItem(Output):
    """What both have played; ``artist`` is null for artists, ranks are those of each one's own list."""

    id: int
    name: str
    artist: str | None
    my_rank: int
    my_plays: int
    my_ms_played: int
    their_rank: int
    their_plays: int
    their_ms_played: int


class LovedItem(Output):
    """What one of the two plays much and the other has never heard."""

    id: int
    name: str
    artist: str | None
    rank: int
    plays: int
    ms_played: int


class PeopleComparison(Output):
    """Two people over one range of whole months.

    ``match`` is 0 to 100, null while one of them has no plays; ``shared`` counts what both have
    played, of which ``items`` are the first; ``my_share`` and ``their_share`` are the parts (of 1) of
    each one's plays that go to it. ``for_me`` is loved by the other and new to the caller, ``for_them``
    the reverse. ``first_day`` is null for all time.
    """

    entity: Entity
    first_day: date | None
    last_day: date
    match: float | None
    mine: PersonTotals
    theirs: PersonTotals
    shared: int
    my_share: float | None
    their_share: float | None
    items: list[SharedItem]
    for_me: list[LovedItem]
    for_them: list[LovedItem]
    definition: str
