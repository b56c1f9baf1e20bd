"""Durable jobs: PostgreSQL is the truth, Celery executes, Valkey carries hints."""
