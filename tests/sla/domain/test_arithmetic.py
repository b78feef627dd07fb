"""The arithmetic of clocks against a slow reference that counts second by second."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sla.domain.arithmetic import (
    Step,
    Stop,
    Timing,
    due_at,
    instant_of,
    place_of,
    ran_for,
    steps_ahead,
    stopped_for,
)
from sla.enums import StepAction, StepAnchor

START = datetime(2026, 3, 29, 0, 0, tzinfo=UTC)  # the night on which Europe changes its clocks
SECOND = timedelta(seconds=1)


@st.composite
def timings(draw: st.DrawFn) -> Timing:
    cuts = draw(st.lists(st.integers(0, 300), min_size=0, max_size=8, unique=True))
    cuts = sorted(cuts)
    stops = [
        Stop(START + begin * SECOND, START + end * SECOND)
        for begin, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    if len(cuts) % 2:
        stops.append(Stop(START + cuts[-1] * SECOND))
    return Timing(
        START,
        draw(st.integers(1, 200)) * SECOND,
        draw(st.integers(0, 50)) * SECOND,
        tuple(stops),
    )


def counted(timing: Timing, elapsed: timedelta, horizon: int = 1000) -> datetime | None:
    """Count second by second how long the clock ran."""
    ran, instant = timedelta(0), timing.started_at
    for _ in range(horizon):
        if ran >= elapsed:
            return instant
        standing = any(
            stop.started_at <= instant and (stop.ended_at is None or instant < stop.ended_at)
            for stop in timing.stops
        )
        if not standing:
            ran += SECOND
        instant += SECOND
    return None


@given(timings(), st.integers(0, 250))
def test_an_instant_is_where_counting_arrives(timing: Timing, seconds: int) -> None:
    assert instant_of(timing, seconds * SECOND) == counted(timing, seconds * SECOND)


@given(timings())
def test_a_clock_that_does_not_stand_still_at_its_deadline_is_due_where_counting_arrives(
    timing: Timing,
) -> None:
    closed = Timing(
        timing.started_at,
        timing.allowance,
        timing.extension,
        tuple(stop for stop in timing.stops if stop.ended_at is not None),
    )
    assert due_at(closed) == counted(closed, closed.whole)


@given(timings(), st.integers(0, 400))
def test_time_is_either_run_or_stood_still(timing: Timing, seconds: int) -> None:
    now = START + seconds * SECOND
    assert ran_for(timing, now) + stopped_for(timing, now) == seconds * SECOND


@given(timings())
def test_an_open_stop_shows_the_deadline_as_if_the_clock_went_on_where_it_stopped(
    timing: Timing,
) -> None:
    open_stop = next((stop for stop in timing.stops if stop.ended_at is None), None)
    if open_stop is None:
        return
    ended = tuple(Stop(stop.started_at, stop.ended_at or stop.started_at) for stop in timing.stops)
    resumed_at_once = Timing(timing.started_at, timing.allowance, timing.extension, ended)
    assert due_at(timing) == due_at(resumed_at_once)


def step(key: str, **fields: object) -> Step:
    return Step(key=key, action=StepAction.REMIND, **fields)  # type: ignore[arg-type]


HALF = step("half", anchor=StepAnchor.SHARE, share=500)
BREACH = step("breach", anchor=StepAnchor.DUE, offset=timedelta(0))
BEFORE = step("before", anchor=StepAnchor.DUE, offset=-15 * SECOND)
AFTER_START = step("after-start", anchor=StepAnchor.START, offset=5 * SECOND)
LATER = step("later", anchor=StepAnchor.DUE, offset=30 * SECOND)


def test_steps_come_in_the_order_of_their_instants_and_then_of_the_ladder() -> None:
    timing = Timing(START, 60 * SECOND)
    same_instant = step("same-instant", anchor=StepAnchor.DUE, offset=timedelta(0))
    ladder = (LATER, BREACH, same_instant, BEFORE, HALF, AFTER_START)
    found = list(steps_ahead(timing, ladder, frozenset()))
    assert [(due.step.key, due.due_at - START) for due in found] == [
        ("after-start", 5 * SECOND),
        ("half", 30 * SECOND),
        ("before", 45 * SECOND),
        ("breach", 60 * SECOND),
        ("same-instant", 60 * SECOND),
        ("later", 90 * SECOND),
    ]


def test_a_step_that_has_fired_does_not_come_again() -> None:
    found = list(steps_ahead(Timing(START, 60 * SECOND), (HALF, BREACH), frozenset({"half"})))
    assert [due.step.key for due in found] == ["breach"]


def test_a_stop_moves_the_steps_behind_it_and_none_before_it() -> None:
    stop = Stop(START + 40 * SECOND, START + 100 * SECOND)
    timing = Timing(START, 60 * SECOND, stops=(stop,))
    found = list(steps_ahead(timing, (HALF, BREACH), frozenset()))
    assert [due.due_at - START for due in found] == [30 * SECOND, 120 * SECOND]


def test_a_step_that_falls_on_the_beginning_of_a_stop_is_reached() -> None:
    timing = Timing(START, 60 * SECOND, stops=(Stop(START + 30 * SECOND),))
    found = list(steps_ahead(timing, (HALF, BREACH), frozenset()))
    assert [(due.step.key, due.due_at - START) for due in found] == [("half", 30 * SECOND)]


def test_a_share_counts_the_extension_too() -> None:
    timing = Timing(START, 60 * SECOND, extension=60 * SECOND)
    assert place_of(timing.whole, HALF) == 60 * SECOND


def test_a_place_before_the_start_is_the_start() -> None:
    early = step("early", anchor=StepAnchor.DUE, offset=-90 * SECOND)
    timing = Timing(START, 60 * SECOND)
    assert instant_of(timing, place_of(timing.whole, early)) == START
