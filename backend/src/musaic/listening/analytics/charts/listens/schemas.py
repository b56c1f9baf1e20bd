"""Single plays over HTTP."""

from datetime import datetime

from musaic.platform.schemas import Output


class ListenItem(Output):
    """One play; ``source`` is what brought it in."""

    id: int
    at: datetime
    track_id: int
    track: str
    artist_id: int
    artist: str
    album_id: int | None
    album: str | None
    ms_played: int | None
    source: str
    client: str | None


class Listens(Output):
    """A page of plays."""

    items: list[ListenItem]
    next_cursor: str | None
    definition: str
