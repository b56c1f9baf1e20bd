"""Who scrobbles."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Caller:
    """The app that a request comes from, and its user; ``client`` is what the app calls itself."""

    user_id: int
    user_name: str
    app_id: UUID
    app_name: str
    client: str | None = None
