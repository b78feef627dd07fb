"""Beat that asks every worker by a queue of its own, and says that it was here."""

import copy
import os
import socket
from typing import Any

from celery.beat import PersistentScheduler, ScheduleEntry
from django.db import close_old_connections

from kernel.clock import database_now
from operations.domain.canaries import note_asked, queue_of, workers_to_ask
from operations.domain.heartbeats import stamp
from operations.enums import Work

CANARIES = "canaries"


class CanaryScheduler(PersistentScheduler):
    """One entry of the schedule, CANARIES, becomes a hint for each worker that is known."""

    def apply_async(
        self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any
    ) -> Any:
        """Send an entry's hint, or the canaries'. What raises here is logged, and beat goes on."""
        if entry.name != CANARIES:
            return super().apply_async(entry, producer=producer, advance=advance, **kwargs)
        close_old_connections()
        try:
            now = database_now()
            runner = f"beat@{socket.gethostname()}:{os.getpid()}"
            stamp(runner=runner, work=Work.NUDGE, count=0, now=now)
            for worker in workers_to_ask(now=now):
                hint = copy.copy(entry)
                hint.options = {**(entry.options or {}), "queue": queue_of(worker)}
                super().apply_async(hint, producer=producer, advance=False)
                note_asked(worker=worker)
        finally:
            close_old_connections()
        return None
