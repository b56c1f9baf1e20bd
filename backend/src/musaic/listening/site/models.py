"""Who may see the server's summary. The summary itself is three materialised views, no tables."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, func, text
from sqlalchemy.orm import Mapped, mapped_column

from musaic.platform.database import Base


class SiteSetting(Base):
    """One row at most: whether everybody may see the summary, and which administrator said so."""

    __tablename__ = "site_setting"
    __table_args__ = (CheckConstraint("id", name="one_row"),)

    id: Mapped[bool] = mapped_column(Boolean, primary_key=True, server_default=text("true"))
    open_to_all: Mapped[bool]
    changed_by: Mapped[int | None] = mapped_column(
        BigInteger, ForeignKey("user_account.id", ondelete="SET NULL")
    )
    changed_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
