"""Beat that asks every worker by a queue of its own, heaps up no hints, and says that it was here."""

import copy
import os
import socket
from contextlib import suppress
from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from django.db import close_old_connections

from kernel.clock import database_now
from operations.domain.canaries import note_asked, queue_of, workers_to_ask
from operations.domain.heartbeats import stamp
from operations.enums import Work

CANARIES = "canaries"
# Nobody takes them: one more would say nothing new. Without a bound they would lie in heaps
# where workers are away for days; if they expired, the clocks of two hosts would decide.
WAITING_AT_MOST = 10


class CanaryScheduler(Scheduler):
    """One entry of the schedule, CANARIES, becomes a hint for each worker that is known.

    Nothing is kept in a file: where a host's clock was ahead and is put right, what it kept
    would hold beat back until that hour comes, however often it is started again.
    """

    def apply_async(
        self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any
    ) -> Any:
        """Send an entry's hint, or the canaries'. What raises here is logged, and beat goes on."""
        if entry.name != CANARIES:
            # Where the broker is away, what is sent comes to it again, and says so.
            with suppress(Exception):
                if self._waiting(entry, producer) >= WAITING_AT_MOST:
                    return None
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

    def _waiting(self, entry: ScheduleEntry, producer: Any) -> int:
        queue = self.app.amqp.router.route(dict(entry.options or {}), str(entry.task))["queue"]
        channel: Any = (producer or self.producer).channel
        return int(channel.queue_declare(queue=queue.name).message_count)
