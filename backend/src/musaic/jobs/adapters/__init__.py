"""Celery and Valkey behind this room's ports."""
