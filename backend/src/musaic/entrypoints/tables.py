"""Imports every room's tables, so that one metadata knows them all (migrations, tests)."""

from musaic.accounts import models as accounts
from musaic.catalog import models as catalog
from musaic.entrypoints.demo import models as demo
from musaic.jobs import models as jobs
from musaic.listening import models as listening
from musaic.listening.analytics import models as analytics
from musaic.listening.events import models as events
from musaic.listening.history import models as history
from musaic.listening.names import models as names
from musaic.listening.people import models as people
from musaic.listening.scrobbling import models as scrobbling
from musaic.listening.site import models as site
from musaic.media import models as media
from musaic.playlists import models as playlists
from musaic.studio import models as studio
from musaic.transcripts import models as transcripts

__all__ = [
    "accounts",
    "analytics",
    "catalog",
    "demo",
    "events",
    "history",
    "jobs",
    "listening",
    "media",
    "names",
    "people",
    "playlists",
    "scrobbling",
    "site",
    "studio",
    "transcripts",
]
