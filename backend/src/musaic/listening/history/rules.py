"""What counts as a play, and which times can be true."""

from datetime import UTC, datetime, timedelta

PLAY_FROM_MS = 30_000
# The first service that recorded listening opened in October 2002. Players that were offline for long
# may run ahead; beyond a year it is no clock any more.
EARLIEST = datetime(2002, 10, 1, tzinfo=UTC)
AHEAD = timedelta(days=366)
LONGEST_MS = 7 * 24 * 3600 * 1000


def is_play(ms_played: int | None, reason_end: str | None, *, skipped: bool | None) -> bool:
    """Tell whether a row counts: 30 seconds or more, or a shorter song played to its end.

    A row without a duration (old exports) counts unless something says that it was cut short.
    """
    if ms_played is None:
        return reason_end in {None, "trackdone"} and not skipped
    if ms_played >= PLAY_FROM_MS:
        return True
    return ms_played > 0 and reason_end == "trackdone" and not skipped
