"""Rollups: ordinary tables, one user's rows rewritten in the transaction that changes listens.

All of them but ``habit_day`` speak of counted listens only; days and months are the user's own.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, PrimaryKeyConstraint, SmallInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from musaic.listening.models import OfHistory
from musaic.platform.database import Base


class Counts(OfHistory):
    """The two figures that every chart shows."""

    plays: Mapped[int] = mapped_column(BigInteger)
    ms_played: Mapped[int] = mapped_column(BigInteger)


class Span:
    """When the first and the last of them began."""

    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


def _indexes(table: str, key: str) -> tuple[PrimaryKeyConstraint | Index, ...]:
    plays, time = text("plays DESC"), text("ms_played DESC")
    return (
        PrimaryKeyConstraint("user_id", key),
        Index(f"ix_{table}_plays", "user_id", plays, time, key),
        Index(f"ix_{table}_time", "user_id", time, plays, key),
        Index(f"ix_{table}_first", "user_id", "first_at", key),
        Index(f"ix_{table}_last", "user_id", "last_at", key),
    )


class TrackTotal(Counts, Span, Base):
    """All time, by track."""

    __tablename__ = "track_total"
    __table_args__ = _indexes("track_total", "track_id")

    track_id: Mapped[int] = mapped_column(BigInteger)


class ArtistTotal(Counts, Span, Base):
    """All time, by artist."""

    __tablename__ = "artist_total"
    __table_args__ = _indexes("artist_total", "artist_id")

    artist_id: Mapped[int] = mapped_column(BigInteger)


class AlbumTotal(Counts, Span, Base):
    """All time, by album; listens without a known album are left out."""

    __tablename__ = "album_total"
    __table_args__ = _indexes("album_total", "album_id")

    album_id: Mapped[int] = mapped_column(BigInteger)


class MonthTotal(Counts, Base):
    """By month and track; ``month`` is its first day, ``album_id`` 0 where none is known."""

    __tablename__ = "month_total"
    __table_args__ = (
        PrimaryKeyConstraint(
            "user_id",
            "month",
            "track_id",
            "album_id",
            postgresql_include=["artist_id", "plays", "ms_played"],
        ),
    )

    month: Mapped[date]
    track_id: Mapped[int] = mapped_column(BigInteger)
    album_id: Mapped[int] = mapped_column(BigInteger)
    artist_id: Mapped[int] = mapped_column(BigInteger)


class ArtistMonth(Counts, Base):
    """By month and credited artist: everybody who is named on a song has the whole of its plays."""

    __tablename__ = "artist_month"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "month", "artist_id", postgresql_include=["plays", "ms_played"]),
        Index(
            "ix_artist_month_artist",
            "user_id",
            "artist_id",
            "month",
            postgresql_include=["plays", "ms_played"],
        ),
    )

    month: Mapped[date]
    artist_id: Mapped[int] = mapped_column(BigInteger)


class MonthSheet(Base):
    """A month's songs, artists and hours, column by column: what takes a thousand rows is read at once.

    Each column is one value, as ``repository.columns`` packs it. All are null while the sheet is empty: then
    ``month_total``, ``artist_month`` and ``hour_total`` say what the month has. A cell is an hour of the
    week, Monday's first.
    """

    __tablename__ = "month_sheet"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "month"),
        Index("ix_month_sheet_open", "user_id", "month", postgresql_where=text("track_ids IS NULL")),
    )

    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    month: Mapped[date]
    track_ids: Mapped[bytes | None] = mapped_column(LargeBinary)
    album_ids: Mapped[bytes | None] = mapped_column(LargeBinary)
    track_plays: Mapped[bytes | None] = mapped_column(LargeBinary)
    track_ms: Mapped[bytes | None] = mapped_column(LargeBinary)
    artist_ids: Mapped[bytes | None] = mapped_column(LargeBinary)
    artist_plays: Mapped[bytes | None] = mapped_column(LargeBinary)
    artist_ms: Mapped[bytes | None] = mapped_column(LargeBinary)
    cells: Mapped[bytes | None] = mapped_column(LargeBinary)
    cell_plays: Mapped[bytes | None] = mapped_column(LargeBinary)
    cell_ms: Mapped[bytes | None] = mapped_column(LargeBinary)


class SongLabel(Base):
    """A genre or the year of release of an effective song: its own, or of its first artist."""

    __tablename__ = "song_label"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "track_id", "kind", "label"),
        # Of what is no key here nothing can be looked for: without statistics, the labels of a song would be.
        Index("ix_song_label_label", "user_id", "label", postgresql_include=["kind", "track_id"]),
    )

    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    track_id: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    label: Mapped[str]


class LabelMonth(Counts, Base):
    """By month and genre, and by month and year of release; ``label`` is '' of songs without any.

    A song of several genres counts in full for each. Every scrobble changes some rows, which is
    cheap as long as no index holds their figures.
    """

    __tablename__ = "label_month"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "kind", "month", "label"),
        {"postgresql_with": {"fillfactor": 90}},
    )

    kind: Mapped[str]
    month: Mapped[date]
    label: Mapped[str]


class LabelTotal(Counts, Base):
    """The same of all time."""

    __tablename__ = "label_total"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "kind", "label"),
        {"postgresql_with": {"fillfactor": 90}},
    )

    kind: Mapped[str]
    label: Mapped[str]


class HourTotal(Counts, Base):
    """By day and hour of the day, 0 to 23."""

    __tablename__ = "hour_total"
    __table_args__ = (
        PrimaryKeyConstraint(
            "user_id", "local_date", "local_hour", postgresql_include=["plays", "ms_played"]
        ),
    )

    local_date: Mapped[date]
    local_hour: Mapped[int] = mapped_column(SmallInteger)


class DayTotal(Counts, Span, Base):
    """By day."""

    __tablename__ = "day_total"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "local_date", postgresql_include=["plays", "ms_played"]),
    )

    local_date: Mapped[date]


class ListeningSession(Counts, Base):
    """A run of plays, each begun at most half an hour after the end of the one before it.

    ``local_date`` is the day on which it began.
    """

    __tablename__ = "listening_session"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "started_at"),
        Index(
            "ix_listening_session_day",
            "user_id",
            "local_date",
            postgresql_include=["started_at", "ended_at", "plays", "ms_played"],
        ),
    )

    started_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    local_date: Mapped[date]


class HabitDay(Counts, Base):
    """By day and one fact of a listen: how it ended, shuffle, offline, platform or country.

    ``listens`` are also those too short to be plays; ``plays`` and ``ms_played`` are of plays.
    """

    __tablename__ = "habit_day"
    __table_args__ = (
        PrimaryKeyConstraint(
            "user_id",
            "fact",
            "local_date",
            "value",
            postgresql_include=["listens", "plays", "ms_played"],
        ),
    )

    fact: Mapped[str]
    local_date: Mapped[date]
    value: Mapped[str]
    listens: Mapped[int] = mapped_column(BigInteger)


class RepeatDay(Counts, Base):
    """A track that was played three times or more on one day."""

    __tablename__ = "repeat_day"
    __table_args__ = (
        PrimaryKeyConstraint("user_id", "track_id", "local_date", postgresql_include=["plays", "ms_played"]),
    )

    track_id: Mapped[int] = mapped_column(BigInteger)
    local_date: Mapped[date]
