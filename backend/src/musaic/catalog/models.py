"""Artists, albums and tracks, shared by everybody. Rows are added, never removed.

Nobody owns these rows, so nothing may be read from here by name: who searches sees only names
of the own history (see ``ports.SearchSource``).
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ForeignKey,
    Identity,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    func,
)
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base


class Artist(Base):
    """An act as credited; ``key`` is ``comparison_key(name)``."""

    __tablename__ = "artist"
    __table_args__ = (Index("uq_artist_key", "key", unique=True),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    key: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Album(Base):
    """A release title of one artist."""

    __tablename__ = "album"
    __table_args__ = (Index("uq_album_artist_id_key", "artist_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    artist_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("artist.id"))
    key: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Track(Base):
    """A song of one artist, whatever album it was played from; ``album_id`` is the first one seen."""

    __tablename__ = "track"
    __table_args__ = (Index("uq_track_artist_id_key", "artist_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    artist_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("artist.id"))
    album_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("album.id"))
    key: Mapped[str]
    title: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Lookup:
    """What a service said when it was asked; ``tags`` by comparison key, best first, may be empty."""

    source: Mapped[str]
    asked_at: Mapped[datetime]
    mbid: Mapped[UUID | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(String))


class ArtistLookup(Lookup, Base):
    """What a service said of an artist."""

    __tablename__ = "artist_lookup"
    __table_args__ = (PrimaryKeyConstraint("artist_id", "source"),)

    artist_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("artist.id"))


class TrackLookup(Lookup, Base):
    """What a service said of a song; ``year`` is that of its first release."""

    __tablename__ = "track_lookup"
    __table_args__ = (PrimaryKeyConstraint("track_id", "source"),)

    track_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("track.id"))
    year: Mapped[int | None] = mapped_column(SmallInteger)
