"""What each user calls things: identities, credits, switches, rules and tags."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ForeignKey,
    Identity,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from musaic.listening.models import OfHistory
from musaic.platform.database import Base


class Owned:
    """Whose row it is."""

    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))


class SongName(OfHistory, Base):
    """What one spelled track of a history is to its user: the effective track and its credits.

    ``artist_ids`` begins with the track's own artist. ``asks`` marks answers that depend on which
    acts the history knows.
    """

    __tablename__ = "song_name"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "named_track_id"),
        Index("ix_song_name_track", "user_id", "track_id"),
        Index("ix_song_name_asks", "user_id", postgresql_where=text("asks")),
    )

    named_track_id: Mapped[int] = mapped_column(BigInteger)
    track_id: Mapped[int] = mapped_column(BigInteger)
    artist_ids: Mapped[list[int]] = mapped_column(ARRAY(BigInteger))
    excluded_by: Mapped[UUID | None]
    asks: Mapped[bool] = mapped_column(Boolean)


class RecordName(OfHistory, Base):
    """What one spelled album of a history is to its user."""

    __tablename__ = "record_name"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "named_album_id"),
        Index("ix_record_name_album", "user_id", "album_id"),
        Index("ix_record_name_asks", "user_id", postgresql_where=text("asks")),
    )

    named_album_id: Mapped[int] = mapped_column(BigInteger)
    album_id: Mapped[int] = mapped_column(BigInteger)
    excluded_by: Mapped[UUID | None]
    asks: Mapped[bool] = mapped_column(Boolean)


class SongArtist(OfHistory, Base):
    """Who is credited on an effective track; position 0 is its own artist."""

    __tablename__ = "song_artist"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "track_id", "artist_id"),
        Index("ix_song_artist_artist", "user_id", "artist_id", "track_id"),
        Index(
            "ix_song_artist_guest",
            "user_id",
            "track_id",
            "artist_id",
            postgresql_where=text("position > 0"),
        ),
    )

    track_id: Mapped[int] = mapped_column(BigInteger)
    artist_id: Mapped[int] = mapped_column(BigInteger)
    position: Mapped[int] = mapped_column(SmallInteger)


class NameSwitches(Base):
    """A user's switches; without a row they are as by default.

    ``naming`` is the version of the naming functions that the identities were made with.
    """

    __tablename__ = "name_switches"

    user_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    clean_titles: Mapped[bool] = mapped_column(server_default=text("true"))
    merge_editions: Mapped[bool] = mapped_column(server_default=text("true"))
    split_featured: Mapped[bool] = mapped_column(server_default=text("true"))
    split_separators: Mapped[bool] = mapped_column(server_default=text("false"))
    same_recordings: Mapped[bool] = mapped_column(server_default=text("true"))
    naming: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class NameRule(Owned, Base):
    """One rule of a user; it holds until ``undone_at``.

    ``subject_id`` and ``target_id`` are of the catalogue, ``text`` a name or a tag, ``names`` what a
    credit is split into, ``from_at`` and ``until_at`` a stretch of time.
    """

    __tablename__ = "name_rule"
    __table_args__ = (Index("ix_name_rule_user_id", "user_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    kind: Mapped[str]
    entity: Mapped[str | None]
    subject_id: Mapped[int | None] = mapped_column(BigInteger)
    target_id: Mapped[int | None] = mapped_column(BigInteger)
    text: Mapped[str | None]
    names: Mapped[list[str] | None] = mapped_column(ARRAY(String))
    from_at: Mapped[datetime | None]
    until_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RuleAudit(Owned, Base):
    """What was changed, when, and how many listens it touched (null while a job works on it)."""

    __tablename__ = "rule_audit"
    __table_args__ = (Index("ix_rule_audit_user_id", "user_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=False), primary_key=True)
    action: Mapped[str]
    rule_id: Mapped[UUID | None]
    details: Mapped[dict[str, object]] = mapped_column(JSONB)
    listens: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class TrackTag(Owned, Base):
    """A genre or tag of a spelled track, and who says so."""

    __tablename__ = "track_tag"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "track_id", "tag", "source"),
        Index("ix_track_tag_tag", "user_id", "tag"),
    )

    track_id: Mapped[int] = mapped_column(BigInteger)
    tag: Mapped[str]
    source: Mapped[str]


class ArtistTag(Owned, Base):
    """A genre or tag of an artist, and who says so."""

    __tablename__ = "artist_tag"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "artist_id", "tag", "source"),
        Index("ix_artist_tag_tag", "user_id", "tag"),
    )

    artist_id: Mapped[int] = mapped_column(BigInteger)
    tag: Mapped[str]
    source: Mapped[str]


class TrackYear(Owned, Base):
    """The year of a spelled track's first release, as a source says."""

    __tablename__ = "track_year"
    __table_args__ = (PrimaryKeyConstraint("user_id", "track_id", "source", postgresql_include=["year"]),)

    track_id: Mapped[int] = mapped_column(BigInteger)
    year: Mapped[int] = mapped_column(SmallInteger)
    source: Mapped[str]


class SongLink(Owned, Base):
    """A spelled track that carries the MBID or ISRC of another: they are one recording."""

    __tablename__ = "song_link"
    __table_args__ = (PrimaryKeyConstraint("user_id", "named_track_id"),)

    named_track_id: Mapped[int] = mapped_column(BigInteger)
    to_track_id: Mapped[int] = mapped_column(BigInteger)
