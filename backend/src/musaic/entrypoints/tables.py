"""Imports every room's tables, so that one metadata knows them all (migrations, tests)."""

from musaic.accounts import models as accounts
from musaic.jobs import models as jobs

__all__ = ["accounts", "jobs"]
