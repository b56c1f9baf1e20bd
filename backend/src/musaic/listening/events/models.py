"""The table of life events."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base


class LifeEvent(Base):
    """A trip, a job, a break-up: local days, both included; without a last day it still goes on."""

    __tablename__ = "life_event"
    __table_args__ = (
        Index("ix_life_event_user_id", "user_id", "first_day", "id"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("user_account.id", ondelete="CASCADE"))
    title: Mapped[str]
    kind: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    note: Mapped[str]
    colour: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
