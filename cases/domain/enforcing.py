"""One round of a runner: sweep, then say that it was here."""

from datetime import datetime

from accounts.domain.acting import ENGINE, acting_as
from cases.domain.sweep import Swept, sweep
from operations.domain.heartbeats import stamp
from operations.domain.repeating import forget_old
from operations.enums import Work


def enforce(*, now: datetime, runner: str) -> Swept:
    """Sweep everything due at ``now``, stamp the runner's heartbeat, forget old requests.

    The heartbeat stands for a round that ended; one that died stamps nothing.
    """
    done = sweep(now=now)
    with acting_as(ENGINE):
        forget_old(now)
        stamp(runner=runner, work=Work.SWEEP, count=done.steps, now=now)
    return done
