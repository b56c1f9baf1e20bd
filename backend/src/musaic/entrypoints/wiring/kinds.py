"""Every kind of job and all maintenance, room by room: the same in API, dispatcher and worker."""

from musaic.accounts import tasks as accounts
from musaic.entrypoints.demo import service as demo
from musaic.jobs import tasks as jobs
from musaic.jobs.kinds import JobKind, Schedule
from musaic.listening import tasks as listening
from musaic.media import tasks as media
from musaic.studio import tasks as studio
from musaic.transcripts import tasks as transcripts

JOB_KINDS: tuple[JobKind, ...] = (*listening.KINDS, *studio.KINDS, *transcripts.KINDS, *demo.KINDS)
SCHEDULES: tuple[Schedule, ...] = (
    *jobs.SCHEDULES,
    *accounts.SCHEDULES,
    *media.SCHEDULES,
    *listening.SCHEDULES,
)
