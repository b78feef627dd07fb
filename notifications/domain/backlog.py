"""What waits in the outbox, and what was given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from notifications.models import Outbox


@dataclass(frozen=True, slots=True)
class Backlog:
    """``oldest``: age of the oldest message that has not left; None where all have."""

    oldest: timedelta | None
    dead: int


def backlog(*, now: datetime) -> Backlog:
    """Return what has not left at ``now``, and how many messages will not be tried again."""
    first = Outbox.objects.filter(sent_at=None, dead_at=None).aggregate(first=Min("created_at"))["first"]
    dead = Outbox.objects.filter(dead_at__isnull=False).count()
    return Backlog(oldest=None if first is None else max(now - first, timedelta(0)), dead=dead)
