"""The job kinds of this room, and what it wants done every so often."""

from musaic.jobs.public import JobKind, Schedule
from musaic.listening.analytics import upkeep, zone
from musaic.listening.history import tasks
from musaic.listening.lookups import tasks as lookups
from musaic.listening.rules import tasks as rules
from musaic.listening.scrobbling import tasks as scrobbling
from musaic.listening.site import tasks as site

KINDS: tuple[JobKind, ...] = (*tasks.KINDS, *zone.KINDS, *rules.KINDS, *scrobbling.KINDS, *lookups.KINDS)
SCHEDULES: tuple[Schedule, ...] = (
    *upkeep.SCHEDULES,
    *rules.SCHEDULES,
    *lookups.SCHEDULES,
    *site.SCHEDULES,
)
