"""The tables that both sub-rooms use: listens, and the state of one user's history."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, SmallInteger, func, text
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base


class OfHistory:
    """Whose history the row is part of; there are too many to check each: a trigger sees to them (ADR 9)."""

    user_id: Mapped[int] = mapped_column(BigInteger)


class Listen(OfHistory, Base):
    """One row of a source, with its raw facts; never an address, a user name or an agent.

    ``source`` and ``source_key`` (a hash of the source's item) with ``stamped_at`` (the time the
    source wrote) name the row; ``played_at`` is when the song began. ``local_date`` and
    ``local_hour`` are those of ``played_at`` in the zone of ``listening_state``. ``named_track_id``
    and ``named_album_id`` are what the source wrote; ``track_id``, ``artist_id`` (the first of the
    credited) and ``album_id`` what this user's charts show for it. ``is_play`` is the rule of what
    is a play, ``twin_of`` the listen that this one repeats, ``excluded_by`` the user's rule that
    keeps it out of the charts, ``counted`` whether charts use it, and ``length_ms`` how long the song
    is, where the source knows.
    """

    __tablename__ = "listen"
    __table_args__ = (
        Index("uq_listen_source_row", "user_id", "stamped_at", "source_key", "source", unique=True),
        Index(
            "ix_listen_counted",
            "user_id",
            "local_date",
            postgresql_include=["track_id", "artist_id", "album_id", "ms_played"],
            postgresql_where=text("counted"),
        ),
        Index("ix_listen_import_id", "import_id"),
        Index("ix_listen_track", "user_id", "track_id", "played_at"),
        Index(
            "ix_listen_album",
            "user_id",
            "album_id",
            "played_at",
            postgresql_where=text("album_id IS NOT NULL"),
        ),
        Index(
            "ix_listen_excluded",
            "user_id",
            "excluded_by",
            postgresql_where=text("excluded_by IS NOT NULL"),
        ),
        Index(
            "ix_listen_mbid",
            "user_id",
            "recording_mbid",
            "named_track_id",
            postgresql_where=text("recording_mbid IS NOT NULL"),
        ),
        Index(
            "ix_listen_isrc",
            "user_id",
            "isrc",
            "named_track_id",
            postgresql_where=text("isrc IS NOT NULL"),
        ),
        Index("ix_listen_hidden", "user_id", postgresql_where=text("twin_of IS NOT NULL")),
        CheckConstraint(
            "NOT counted OR (is_play AND twin_of IS NULL AND excluded_by IS NULL)", name="counted_is_play"
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    import_id: Mapped[UUID | None]
    source: Mapped[str]
    source_key: Mapped[int] = mapped_column(BigInteger)
    source_item: Mapped[str | None]
    stamped_at: Mapped[datetime]
    played_at: Mapped[datetime]
    local_date: Mapped[date]
    local_hour: Mapped[int] = mapped_column(SmallInteger)
    track_id: Mapped[int] = mapped_column(BigInteger)
    artist_id: Mapped[int] = mapped_column(BigInteger)
    album_id: Mapped[int | None] = mapped_column(BigInteger)
    named_track_id: Mapped[int] = mapped_column(BigInteger)
    named_album_id: Mapped[int | None] = mapped_column(BigInteger)
    ms_played: Mapped[int | None]
    is_play: Mapped[bool]
    counted: Mapped[bool]
    twin_of: Mapped[int | None] = mapped_column(BigInteger)
    excluded_by: Mapped[UUID | None]
    reason_start: Mapped[str | None]
    reason_end: Mapped[str | None]
    skipped: Mapped[bool | None]
    shuffle: Mapped[bool | None]
    offline: Mapped[bool | None]
    offline_at: Mapped[datetime | None]
    incognito: Mapped[bool | None]
    platform: Mapped[str | None]
    conn_country: Mapped[str | None]
    recording_mbid: Mapped[UUID | None]
    isrc: Mapped[str | None]
    client: Mapped[str | None]
    length_ms: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ListeningState(Base):
    """The zone that a user's local dates are in, and a number that rises with each change.

    ``tracks``, ``artists`` and ``albums`` are how many different ones were ever played: to count them
    takes longer than any other question about all time.
    """

    __tablename__ = "listening_state"

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    version: Mapped[int] = mapped_column(BigInteger)
    timezone: Mapped[str]
    tracks: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    artists: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    albums: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
