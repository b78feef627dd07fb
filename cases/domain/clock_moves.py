"""The one table of a clock's states: what can be done to a run, and where it leads.

A restart is an end and the start of the next run. Breached is no state: it is seen when due
and met are read. ``docs/clock-states.md`` is drawn from here.
"""

from cases.models import Clock
from sla.enums import ClockMove, ClockState

M, S = ClockMove, ClockState

STARTS_IN = S.RUNNING
CLOCK_MOVES: dict[ClockMove, dict[ClockState, ClockState]] = {
    M.PAUSE: {S.RUNNING: S.PAUSED},
    M.RESUME: {S.PAUSED: S.RUNNING},
    M.MEET: {S.RUNNING: S.MET, S.PAUSED: S.MET},
    M.TAKE_BACK: {S.MET: S.RUNNING},
    M.END: {S.RUNNING: S.ENDED, S.PAUSED: S.ENDED},
    M.EXTEND: {S.RUNNING: S.RUNNING, S.PAUSED: S.PAUSED},
    M.GO_OVER: {S.RUNNING: S.RUNNING, S.PAUSED: S.PAUSED},
    # A run that was met late may have been in time after all.
    M.CREDIT: {S.RUNNING: S.RUNNING, S.PAUSED: S.PAUSED, S.MET: S.MET},
}


def move(clock: Clock, how: ClockMove) -> bool:
    """Lead a clock where the table says, unsaved; say whether it leads anywhere from its state."""
    target = CLOCK_MOVES[how].get(ClockState(clock.state))
    if target is None:
        return False
    clock.state = target
    return True


def must_move(clock: Clock, how: ClockMove) -> None:
    """As ``move``, where the caller has looked at the state; otherwise it has a bug."""
    if not move(clock, how):
        raise AssertionError(f"{how} leads nowhere from {clock.state}")
