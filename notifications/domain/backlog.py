"""What waits in the outbox, and what was given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Min, Q, When

from notifications.models import Outbox


@dataclass(frozen=True, slots=True)
class Backlog:
    """``oldest``: age of the oldest message that should have left; None where all have."""

    oldest: timedelta | None
    dead: int


def backlog(*, now: datetime) -> Backlog:
    """Return what has not left at ``now``, and how many messages will not be tried again.

    What waits because its recipient chose so is no backlog before its hour has come.
    """
    held = When(~Q(held=""), then="next_attempt_at")
    asked_since = Min(Case(held, default="created_at"))
    waiting = Outbox.objects.filter(Q(held="") | Q(next_attempt_at__lte=now), sent_at=None, dead_at=None)
    first = waiting.aggregate(first=asked_since)["first"]
    dead = Outbox.objects.filter(dead_at__isnull=False).count()
    return Backlog(oldest=None if first is None else max(now - first, timedelta(0)), dead=dead)
