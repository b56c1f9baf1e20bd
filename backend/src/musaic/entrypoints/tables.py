"""Imports every room's tables, so that one metadata knows them all (migrations, tests)."""

from musaic.accounts import models as accounts

__all__ = ["accounts"]
