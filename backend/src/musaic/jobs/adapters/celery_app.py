"""Celery as the carrier of job ids: it may lose or repeat them, PostgreSQL knows better."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import structlog

from musaic.jobs.kinds import QUEUES, KindRegistry
from musaic.jobs.ports import Dispatch

if TYPE_CHECKING:
    from celery import Celery

RUN_JOB = "musaic.run_job"
_REST_S = 1.0

log = structlog.get_logger(__name__)


def celery_app(redis_url: str) -> Celery:
    """Return a Celery application that acknowledges early, keeps no results and hoards nothing."""
    from celery import Celery  # noqa: PLC0415  a fifth of a second that a web server spends after its start

    app = Celery("musaic", broker=redis_url, set_as_current=False)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_acks_late=False,
        task_ignore_result=True,
        task_store_errors_even_if_ignored=False,
        task_publish_retry=False,
        task_default_queue=QUEUES[0],
        task_create_missing_queues=True,
        worker_prefetch_multiplier=1,
        worker_disable_prefetch=True,
        worker_max_tasks_per_child=100,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_proc_alive_timeout=30.0,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry=True,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_heartbeat=0,
        broker_transport_options={
            "global_keyprefix": "musaic:",
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
            "health_check_interval": 10,
        },
    )
    return app


class CeleryBroker:
    """Publishes from a thread of its own, and rests for a second after a failure.

    kombu blocks, and a black-holed server would block it for long: callers never wait more than
    ``timeout_s``, and while the thread is stuck or resting they do not wait at all.
    """

    def __init__(self, redis_url: str, kinds: KindRegistry, *, timeout_s: float, expires_s: float) -> None:
        self._redis_url = redis_url
        self._app: Celery | None = None
        self._kinds = kinds
        self._timeout_s = timeout_s
        self._expires_s = expires_s
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="broker")
        self._resting_until = 0.0
        self._producer: Any = None

    async def publish(self, dispatches: Sequence[Dispatch]) -> int:
        """Send the messages; returns how many were accepted in time, never raises."""
        if not dispatches or time.monotonic() < self._resting_until:
            return 0
        sending = self._thread.submit(self._send, dispatches)
        try:
            async with asyncio.timeout(self._timeout_s):
                return await asyncio.shield(asyncio.wrap_future(sending))
        except TimeoutError:
            self._rest()
            return 0

    def warm_up(self) -> None:
        """Load Celery in the thread now, so that the first message does not wait for it."""
        self._thread.submit(self._opened_app)

    def close(self) -> None:
        """Close the connection; waits for nothing."""
        closing: Future[None] = self._thread.submit(self._hang_up)
        closing.add_done_callback(lambda _: None)
        self._thread.shutdown(wait=False)

    def _opened_app(self) -> Celery:
        if self._app is None:
            app = celery_app(self._redis_url)
            app.conf.broker_transport_options |= {
                "socket_timeout": 1,
                "socket_connect_timeout": 1,
                # Without these kombu would try to connect for ever inside our thread.
                "max_retries": 1,
                "interval_start": 0,
                "interval_step": 0,
            }
            # Part of Celery that loads itself at its first use.
            self._app, _ = app, app.amqp.Producer
        return self._app

    def _rest(self) -> None:
        self._resting_until = time.monotonic() + _REST_S

    def _send(self, dispatches: Sequence[Dispatch]) -> int:
        sent = 0
        try:
            if self._producer is None:
                app = self._opened_app()
                self._producer = app.amqp.Producer(app.connection_for_write())
            for dispatch in dispatches:
                self._send_one(dispatch)
                sent += 1
        except Exception as error:  # noqa: BLE001  a hint that was lost, whatever the reason
            log.warning("publish_failed", error=type(error).__name__)
            self._rest()
            self._hang_up()
        return sent

    def _send_one(self, dispatch: Dispatch) -> None:
        kind = self._kinds.get(dispatch.kind)
        if kind is None:
            return
        self._opened_app().send_task(
            RUN_JOB,
            args=[str(dispatch.job_id)],
            queue=kind.queue,
            producer=self._producer,
            expires=self._expires_s,
            time_limit=kind.hard_limit_s,
            retry=False,
        )

    def _hang_up(self) -> None:
        producer, self._producer = self._producer, None
        if producer is None:
            return
        try:
            producer.connection.close()
        except Exception as error:  # noqa: BLE001  it is being thrown away
            log.debug("hang_up_failed", error=type(error).__name__)
