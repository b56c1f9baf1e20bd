"""Listens passed on to other services."""
