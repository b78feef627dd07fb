"""What is due on a clock: planned in memory, from rows already read. Pure.

The plan is the same for the sweep and for a verb that comes before it, so that no step
is swallowed by an answer and none fires twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.models import Clock, Pause
from sla.domain.arithmetic import Step, Stop, Timing, due_at, steps_ahead
from sla.domain.working_hours import Hours
from sla.enums import WARNINGS


@dataclass(frozen=True, slots=True)
class Fired:
    """One step to be written. ``skipped``: a warning noticed after its deadline."""

    clock: Clock
    step: Step
    due_at: datetime
    skipped: bool


@dataclass(frozen=True, slots=True)
class ClockPlan:
    """The steps of one clock that are due, and when the next is."""

    clock: Clock
    fired: Sequence[Fired]
    next_step_at: datetime | None


def timing_of(clock: Clock, pauses: Iterable[Pause], hours: Hours | None) -> Timing:
    """Return the arithmetic's view of a clock, its stops, and the hours of its rule."""
    stops = sorted(
        (Stop(pause.started_at, pause.ended_at) for pause in pauses),
        key=lambda stop: stop.started_at,
    )
    return Timing(
        started_at=clock.started_at,
        allowance=timedelta(seconds=clock.allowance_seconds),
        extension=timedelta(seconds=clock.extension_seconds),
        stops=tuple(stops),
        hours=hours,
    )


def plan_clock(
    clock: Clock,
    timing: Timing,
    ladder: tuple[Step, ...],
    done: frozenset[str],
    now: datetime,
) -> ClockPlan:
    """Plan one running clock: everything due at or before ``now`` fires, in order.

    A reminder whose deadline has passed when it is noticed is recorded as skipped: it
    would warn of what has already happened.
    """
    passed = due_at(timing) <= now
    fired: list[Fired] = []
    for due in steps_ahead(timing, ladder, done):
        if due.due_at > now:
            return ClockPlan(clock, fired, due.due_at)
        fired.append(Fired(clock, due.step, due.due_at, skipped=passed and due.step.action in WARNINGS))
    return ClockPlan(clock, fired, None)
