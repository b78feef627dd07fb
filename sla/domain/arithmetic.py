"""Pure arithmetic of clocks: no database, no time of its own.

A clock runs from its start, at all hours or in those of its calendar, stands still during
its stops, and is due when it has run its allowance and extension. A step of the ladder has
its place in time that the clock ran, so a stop moves every step that was not yet reached
and none that was.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sla.domain.working_hours import Hours
from sla.enums import StepAction, StepAnchor

ZERO = timedelta(0)


@dataclass(frozen=True, slots=True)
class Stop:
    """An interval in which the clock stood still; open while ``ended_at`` is None."""

    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """All that decides a clock's instants. Stops are in order and do not overlap.

    ``hours``: in which the clock runs; None for all.
    """

    started_at: datetime
    allowance: timedelta
    extension: timedelta = ZERO
    stops: tuple[Stop, ...] = ()
    hours: Hours | None = None

    @property
    def whole(self) -> timedelta:
        """Time the clock may run: allowance and extension."""
        return self.allowance + self.extension


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a ladder as the arithmetic needs it; ``key`` is what fires exactly once."""

    key: str
    action: StepAction
    anchor: StepAnchor
    share: int | None = None
    offset: timedelta | None = None
    contact_function: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step and the instant at which the clock reaches it."""

    step: Step
    due_at: datetime


def instant_of(timing: Timing, elapsed: timedelta) -> datetime | None:
    """Return when the clock has run ``elapsed``, or None where an open stop comes first.

    An instant that coincides with the beginning of a stop is reached.
    """
    if timing.hours is not None:
        return _in_hours(timing, timing.hours, elapsed, timing.stops)
    instant = timing.started_at + max(elapsed, ZERO)
    for stop in timing.stops:
        if stop.started_at >= instant:
            break
        if stop.ended_at is None:
            return None
        instant += stop.ended_at - stop.started_at
    return instant


def _in_hours(timing: Timing, hours: Hours, elapsed: timedelta, stops: Sequence[Stop]) -> datetime | None:
    left, instant = max(elapsed, ZERO), timing.started_at
    for stop in stops:
        ran = hours.between(instant, stop.started_at)
        if left <= ran:
            break
        if stop.ended_at is None:
            return None
        left, instant = left - ran, stop.ended_at
    return hours.after(instant, left)


def due_at(timing: Timing) -> datetime:
    """Return the deadline; for a stopped clock, as if it went on where it stopped."""
    if timing.hours is not None:
        ended = [Stop(stop.started_at, stop.ended_at or stop.started_at) for stop in timing.stops]
        return _in_hours(timing, timing.hours, timing.whole, ended) or timing.started_at
    instant = timing.started_at + timing.whole
    for stop in timing.stops:
        if stop.started_at >= instant:
            break
        instant += (stop.ended_at or stop.started_at) - stop.started_at
    return instant


def ran_for(timing: Timing, now: datetime) -> timedelta:
    """Return how long the clock has run by ``now``, stops left out."""
    if timing.hours is not None:
        return max(timing.hours.between(timing.started_at, now) - stopped_for(timing, now), ZERO)
    total = max(now - timing.started_at, ZERO)
    for stop in timing.stops:
        if stop.started_at >= now:
            break
        total -= min(stop.ended_at or now, now) - stop.started_at
    return max(total, ZERO)


def stopped_for(timing: Timing, now: datetime) -> timedelta:
    """Return the sum of all stops by ``now``: of the time in which the clock would have run."""
    return sum((stood_still(timing, stop, now) for stop in timing.stops), ZERO)


def stood_still(timing: Timing, stop: Stop, now: datetime) -> timedelta:
    """Return how long the clock stood still in one stop by ``now``."""
    if stop.started_at >= now:
        return ZERO
    until = min(stop.ended_at or now, now)
    return timing.hours.between(stop.started_at, until) if timing.hours else until - stop.started_at


def place_of(whole: timedelta, step: Step) -> timedelta:
    """Return how long a clock that may run for ``whole`` has run when it reaches ``step``.

    Shares are thousandths of the whole.
    """
    if step.anchor == StepAnchor.SHARE:
        return whole * (step.share or 0) / 1000
    offset = step.offset or ZERO
    return offset if step.anchor == StepAnchor.START else whole + offset


def steps_ahead(timing: Timing, ladder: tuple[Step, ...], fired: Container[str]) -> Iterator[DueStep]:
    """Yield the steps that have not fired and that the clock will reach, in order.

    Steps behind an open stop are left out: they have no instant until it ends.
    """
    for place, step in _in_order(ladder, timing.whole):
        if step.key in fired:
            continue
        instant = instant_of(timing, place)
        if instant is None:
            return
        yield DueStep(step, instant)


@lru_cache(maxsize=1024)
def _in_order(ladder: tuple[Step, ...], whole: timedelta) -> tuple[tuple[timedelta, Step], ...]:
    # Stops and hours move all steps alike, so that the order is that of the places.
    places = [(max(place_of(whole, step), ZERO), step) for step in ladder]
    return tuple(sorted(places, key=lambda placed: placed[0]))
