"""Imports every room's tables, so that one metadata knows them all (migrations, tests)."""
