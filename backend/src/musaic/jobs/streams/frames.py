"""One stored event as server-sent events, encoded once however many clients watch."""

from uuid import UUID

from musaic.jobs.repository.streams import EventRow
from musaic.jobs.views import PROGRESS
from musaic.platform.web.sse import encode


class Event:
    """An event of a job. ``number`` rises over the user's jobs, ``seq`` over this job."""

    __slots__ = ("_job_frame", "_tray_frame", "data", "job_id", "kind", "name", "number", "seq", "user_id")

    def __init__(self, row: EventRow) -> None:
        number, user_id, job_id, seq, name, data, kind = row
        self.number: int = number or 0
        self.user_id: int = user_id
        self.job_id: UUID = job_id
        self.seq: int = seq
        self.name: str = name
        self.data: str = data
        self.kind: str = kind
        self._job_frame: bytes | None = None
        self._tray_frame: bytes | None = None

    @property
    def is_final(self) -> bool:
        """Whether the job ended with it."""
        return self.name != PROGRESS

    def frame(self, job_id: UUID | None) -> bytes:
        """Return the frame for the stream of one job, or (None) of all the user's jobs."""
        if job_id is None:
            if self._tray_frame is None:
                self._tray_frame = encode(self.number, self.name, self.data)
            return self._tray_frame
        if self._job_frame is None:
            self._job_frame = encode(self.seq, self.name, self.data)
        return self._job_frame
