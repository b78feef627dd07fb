"""Who works, and when last: written in the transaction of the work, so it cannot lie."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from operations.enums import Work
from operations.models import Heartbeat

NAME_LENGTH = 100
STALE_AFTER = timedelta(seconds=30)
SHOWN_FOR = timedelta(hours=1)
# A stamp a second is enough to raise an alarm, and idle rounds then write nothing.
_STAMP = """
INSERT INTO operations_heartbeat AS h (runner, work, last_success, last_count)
VALUES (%(runner)s, %(work)s, %(now)s, %(count)s)
ON CONFLICT (runner) DO UPDATE
SET work = excluded.work, last_success = excluded.last_success, last_count = excluded.last_count
WHERE h.last_success <= excluded.last_success - interval '1 second'
"""


def stamp(*, runner: str, work: Work, count: int, now: datetime) -> None:
    """Say that ``runner`` did its round at ``now`` and settled ``count`` rows.

    Writes at most once a second a runner and work (one process may sweep and send): a
    round within the same second changes nothing. Call it in the transaction of the work,
    as its last statement.
    """
    name = f"{work.value} {runner}"[:NAME_LENGTH]
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, {"runner": name, "work": work.value, "now": now, "count": count})


def latest(work: Work) -> Heartbeat | None:
    """Return the newest heartbeat of any runner that does this work, or None."""
    return Heartbeat.objects.filter(work=work).order_by("-last_success").first()


@dataclass(frozen=True, slots=True)
class Engine:
    """How long ago the deadlines were last swept; None where they never were."""

    age: timedelta | None
    stale: bool


def engine_at(now: datetime) -> Engine:
    """Return how the engine stands at ``now``: stale after half a minute, or when never seen."""
    beat = latest(Work.SWEEP)
    if beat is None:
        return Engine(age=None, stale=True)
    age = max(timedelta(0), now - beat.last_success)
    return Engine(age=age, stale=age > STALE_AFTER)


def ages(work: Work, *, now: datetime) -> dict[str, timedelta]:
    """Return how long ago each runner of this work was here, the latest first; an hour back."""
    rows = Heartbeat.objects.filter(work=work, last_success__gt=now - SHOWN_FOR).order_by("-last_success")
    prefix = f"{work.value} "
    return {row.runner.removeprefix(prefix): max(timedelta(0), now - row.last_success) for row in rows}
