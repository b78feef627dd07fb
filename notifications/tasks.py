"""The sender's hints by Celery: "look in the table". A lost or doubled one changes nothing."""

import socket
from typing import Any

from celery import shared_task
from django.db import close_old_connections

from kernel.clock import database_now
from notifications.domain.sending import deliver_on


@shared_task(name="notifications.deliver_outbox")
def deliver_outbox(**kwargs: Any) -> None:
    """Deliver what is due. Takes and ignores anything, so that a rolling deploy survives."""
    close_old_connections()
    try:
        deliver_on(clock=database_now, runner=f"celery@{socket.gethostname()}")
    finally:
        close_old_connections()
