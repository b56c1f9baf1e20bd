"""The job kinds of this room."""

from musaic.jobs.public import JobKind
from musaic.listening.analytics import zone
from musaic.listening.history import tasks
from musaic.listening.scrobbling import tasks as scrobbling

KINDS: tuple[JobKind, ...] = (*tasks.KINDS, *zone.KINDS, *scrobbling.KINDS)
