"""Celery alone, with our settings and a task that only answers: what our promises are measured against."""

from redis import Redis

from musaic.entrypoints.wiring import server_urls
from musaic.jobs.adapters.celery_app import celery_app
from musaic.platform.settings import get_settings

QUEUE = "bare"
ANSWERS = "bench:answers"
_, redis_url = server_urls(get_settings())
app = celery_app(redis_url)
_redis = Redis.from_url(redis_url)


@app.task(name="bare.answer")
def answer() -> None:
    """Say that the task ran."""
    _redis.rpush(ANSWERS, "x")
