"""One round of a runner: sweep, then say that it was here."""

from datetime import datetime

from accounts.domain.acting import ENGINE, acting_as
from cases.domain.drilling import drill
from cases.domain.erasing import erase
from cases.domain.releasing import release_leavers
from cases.domain.sweep import Swept, sweep
from operations.domain.heartbeats import stamp
from operations.domain.repeating import forget_old
from operations.enums import Work


def enforce(*, now: datetime, runner: str) -> Swept:
    """Sweep everything due at ``now``, stamp the heartbeat, then the rest of a round.

    The rest: old requests forgotten, drills sent, texts erased, cases of people who left let go.
    The heartbeat stands for a sweep that ended; one that died stamps nothing.
    """
    done = sweep(now=now)
    with acting_as(ENGINE):
        forget_old(now)
        stamp(runner=runner, work=Work.SWEEP, count=done.steps, now=now)
    # After the heartbeat: what raises here is no deadline of a case.
    drill(now=now)
    erase(now=now)
    release_leavers(now=now)
    return done
