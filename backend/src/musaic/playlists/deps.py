"""What this room's routes ask for."""

from typing import Annotated

from fastapi import Depends

from musaic.platform.deps import RuntimeDep
from musaic.playlists.ports import HistorySource


def history_source(pieces: RuntimeDep) -> HistorySource:
    """Return the listener's history as start-up wired it."""
    return pieces.port(HistorySource)  # type: ignore[type-abstract]  # a Protocol is the key


History = Annotated[HistorySource, Depends(history_source)]
