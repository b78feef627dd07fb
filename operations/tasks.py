"""The canary: a hint in a queue that one worker alone consumes, which stamps that worker's row."""

from typing import Any

from celery import Task, shared_task
from celery.signals import celeryd_after_setup, worker_ready
from django.db import Error, close_old_connections

from kernel.clock import database_now
from operations.domain import canaries


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
    """Stamp a worker that has just begun: from now on beat knows whom to ask."""
    try:
        _stamp(sender.hostname)
    except Error:
        return  # the database is away; the worker is made known by its next start


def _stamp(worker: str) -> None:
    close_old_connections()
    try:
        canaries.stamp_canary(worker=worker, now=database_now())
    finally:
        close_old_connections()
