"""Who works, and when last: written in the transaction of the work, so it cannot lie."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Max

from operations.enums import DeskState, Work
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
    """How long ago the deadlines were last swept, and messages last sent; None where never.

    ``stale``: nobody sweeps; ``mute``: nobody sends.
    """

    age: timedelta | None
    stale: bool
    sender_age: timedelta | None = None
    mute: bool = False

    @property
    def state(self) -> DeskState:
        """What is wrong with it, in one word; the worst first."""
        if self.stale:
            return DeskState.ENGINE_SILENT
        return DeskState.SENDER_SILENT if self.mute else DeskState.OK


def engine_at(now: datetime) -> Engine:
    """Return how the engine stands at ``now``: a work is stale after half a minute, or when never seen.

    Read whenever it is asked: it is true when every runner is dead.
    """
    beats = Heartbeat.objects.filter(work__in=[Work.SWEEP, Work.OUTBOX]).order_by()
    last = dict(beats.values_list("work").annotate(last=Max("last_success")))
    ages = {work: max(timedelta(0), now - at) for work, at in last.items()}
    swept, sent = ages.get(Work.SWEEP), ages.get(Work.OUTBOX)
    return Engine(age=swept, stale=_is_stale(swept), sender_age=sent, mute=_is_stale(sent))


def _is_stale(age: timedelta | None) -> bool:
    return age is None or age > STALE_AFTER


def ages(work: Work, *, now: datetime) -> dict[str, timedelta]:
    """Return how long ago each runner of this work was here, the latest first; an hour back."""
    rows = Heartbeat.objects.filter(work=work, last_success__gt=now - SHOWN_FOR).order_by("-last_success")
    prefix = f"{work.value} "
    return {row.runner.removeprefix(prefix): max(timedelta(0), now - row.last_success) for row in rows}
