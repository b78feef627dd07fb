"""The canary: a hint in a queue that one worker alone consumes, which stamps that worker's row."""

import time
from threading import Thread
from typing import Any

from celery import Task, shared_task
from celery.signals import celeryd_after_setup, worker_ready
from django.db import Error, close_old_connections, connection

from kernel.clock import database_now
from operations.domain import canaries

AGAIN_AFTER = 2.0  # seconds


@shared_task(name="operations.stamp_canary", bind=True)
def stamp_canary(self: Task, **kwargs: Any) -> None:
    """Say that this worker consumes. Takes and ignores anything, so that a rolling deploy survives."""
    _stamp(str(self.request.hostname))


@celeryd_after_setup.connect
def consume_own_queue(sender: str, instance: Any, **kwargs: Any) -> None:
    """Let a worker, whatever queues it was given, consume its own too."""
    instance.app.amqp.queues.select_add(canaries.queue_of(sender))


@worker_ready.connect
def say_ready(sender: Any, **kwargs: Any) -> None:
    """Let a worker that has just begun be known, beside its work: the database may be away."""
    Thread(target=introduce, args=(sender.hostname,), daemon=True).start()


def introduce(worker: str) -> None:
    """Stamp a worker, so that beat knows whom to ask; again and again until the database takes it."""
    known = False
    while not known:
        try:
            _stamp(worker)
            known = True
        except Error:
            time.sleep(AGAIN_AFTER)
    connection.close()


def _stamp(worker: str) -> None:
    close_old_connections()
    try:
        canaries.stamp_canary(worker=worker, now=database_now())
    finally:
        close_old_connections()
