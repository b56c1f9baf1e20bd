"""Imports every room's tables, so that one metadata knows them all (migrations, tests)."""

from musaic.accounts import models as accounts
from musaic.jobs import models as jobs
from musaic.media import models as media

__all__ = ["accounts", "jobs", "media"]
