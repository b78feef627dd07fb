"""Which workers consume: each has a queue of its own, and stamps a row for what it takes from it.

A canary that is old says nothing by itself: beat, the broker or the database may have been
away, and a healthy worker was never asked. So beat counts what it really put into the queue;
a worker is silent when it was asked several times and answered none of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from operations.models import Canary

QUEUE = "canary."
NAME_LENGTH = 200
# So many hints in its queue, and none taken. One may be lost with a broker that died.
UNANSWERED = 4
# No more hints for a worker that is gone: its queue must not grow for ever.
ASKED_AT_MOST = 8
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkerState:
    """How a worker stood at an instant."""

    worker: str
    age: timedelta
    unanswered: int

    def is_silent(self, *, older_than: timedelta) -> bool:
        """Whether the worker was asked often enough, and for longer than that took nothing."""
        return self.unanswered >= UNANSWERED and self.age > older_than


def queue_of(worker: str) -> str:
    """Return the name of the queue that this worker alone consumes."""
    return f"{QUEUE}{worker}"


def stamp_canary(*, worker: str, now: datetime) -> None:
    """Say that ``worker`` took what lay in its queue; also at its start, before it was asked."""
    Canary.objects.update_or_create(
        worker=worker[:NAME_LENGTH], defaults={"stamped_at": now, "unanswered": 0}
    )


def workers_to_ask(*, now: datetime) -> list[str]:
    """Return whom to send a hint; forget those who have not been here for a day."""
    Canary.objects.filter(stamped_at__lt=now - FORGOTTEN_AFTER).delete()
    waiting = Canary.objects.filter(unanswered__lt=ASKED_AT_MOST)
    return list(waiting.order_by("worker").values_list("worker", flat=True))


def note_asked(*, worker: str) -> None:
    """Count a hint that the broker has taken for ``worker``."""
    Canary.objects.filter(worker=worker).update(unanswered=F("unanswered") + 1)


def states(*, now: datetime) -> list[WorkerState]:
    """Return how every worker stands at ``now``, by name."""
    return [_state(row, now) for row in Canary.objects.order_by("worker")]


def state_of(worker: str, *, now: datetime) -> WorkerState | None:
    """Return how one worker stands at ``now``; None where it was never here."""
    row = Canary.objects.filter(worker=worker[:NAME_LENGTH]).first()
    return None if row is None else _state(row, now)


def _state(row: Canary, now: datetime) -> WorkerState:
    return WorkerState(row.worker, max(now - row.stamped_at, timedelta(0)), row.unanswered)
