"""The hours of calendars against a slow reference that looks at the wall clock minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.domain.arithmetic import Step, Stop, Timing, due_at, instant_of, ran_for, steps_ahead, stopped_for
from sla.domain.working_hours import Hours
from sla.enums import StepAction, StepAnchor

MINUTE = timedelta(minutes=1)
# Days on which clocks change in one of the zones, or that a leap year adds.
DAYS = (
    (2026, 3, 8),  # New York goes forward
    (2026, 11, 1),  # and back
    (2026, 3, 29),  # London goes forward
    (2026, 10, 25),  # and back
    (2026, 4, 5),  # Lord Howe goes back by half an hour
    (2026, 10, 4),  # and forward
    (2028, 2, 28),  # before a leap day
    (2027, 2, 28),  # before none
    (2026, 12, 31),
    (2011, 12, 29),  # Samoa leaves out a day
)
ZONES = (
    "Europe/London",
    "America/New_York",
    "Asia/Jakarta",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
)


@st.composite
def weeks(draw: st.DrawFn) -> tuple[tuple[tuple[int, int], ...], ...]:
    def periods() -> tuple[tuple[int, int], ...]:
        cuts = sorted(draw(st.lists(st.integers(0, 48), max_size=6, unique=True)))
        return tuple((a * 30, b * 30) for a, b in zip(cuts[::2], cuts[1::2], strict=False))

    week = tuple(periods() for _ in range(7))
    return week if any(week) else (((540, 1020),), *week[1:])


@st.composite
def timings(draw: st.DrawFn) -> Timing:
    start = datetime(*draw(st.sampled_from(DAYS)), tzinfo=UTC) + draw(st.integers(-1440, 1440)) * MINUTE
    closed = draw(st.sets(st.integers(-1, 6), max_size=2))
    hours = Hours(
        draw(st.sampled_from(ZONES)),
        draw(weeks()),
        frozenset(start.date() + timedelta(days=day) for day in closed),
    )
    cuts = sorted(draw(st.lists(st.integers(0, 4000), max_size=6, unique=True)))
    stops = [
        Stop(start + a * MINUTE, start + b * MINUTE) for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    if len(cuts) % 2:
        stops.append(Stop(start + cuts[-1] * MINUTE))
    # Every twentieth of it is a whole minute.
    allowance, extension = draw(st.integers(1, 60)) * 20, draw(st.sampled_from((0, 0, 40)))
    return Timing(start, allowance * MINUTE, extension * MINUTE, tuple(stops), hours)


def is_open(hours: Hours, instant: datetime) -> bool:
    wall = instant.astimezone(ZoneInfo(hours.zone))
    minute = wall.hour * 60 + wall.minute
    if wall.date() in hours.closed:
        return False
    return any(begins <= minute < ends for begins, ends in hours.week[wall.weekday()])


def stands(timing: Timing, instant: datetime) -> bool:
    return any(
        stop.started_at <= instant and (stop.ended_at is None or instant < stop.ended_at)
        for stop in timing.stops
    )


def counted(timing: Timing, elapsed: timedelta) -> datetime | None:
    """Count minute by minute how long the clock ran; None where an open stop comes first."""
    assert timing.hours is not None
    for_good = min((stop.started_at for stop in timing.stops if stop.ended_at is None), default=None)
    ran, instant = timedelta(0), timing.started_at
    while ran < elapsed:
        if for_good is not None and instant >= for_good:
            return None
        if is_open(timing.hours, instant) and not stands(timing, instant):
            ran += MINUTE
        instant += MINUTE
    return instant


def without_open_stops(timing: Timing) -> Timing:
    ended = tuple(Stop(stop.started_at, stop.ended_at or stop.started_at) for stop in timing.stops)
    return Timing(timing.started_at, timing.allowance, timing.extension, ended, timing.hours)


@settings(deadline=None, max_examples=30)
@given(timings(), st.integers(0, 1500))
def test_an_instant_is_where_counting_minutes_arrives(timing: Timing, minutes: int) -> None:
    assert instant_of(timing, minutes * MINUTE) == counted(timing, minutes * MINUTE)


@settings(deadline=None, max_examples=30)
@given(timings())
def test_a_clock_is_due_where_counting_minutes_arrives(timing: Timing) -> None:
    # An open stop: as if the clock went on where it stopped.
    assert due_at(timing) == counted(without_open_stops(timing), timing.whole)


@settings(deadline=None, max_examples=30)
@given(timings(), st.integers(0, 6000))
def test_open_time_is_either_run_or_stood_still(timing: Timing, minutes: int) -> None:
    now = timing.started_at + minutes * MINUTE
    assert timing.hours is not None
    looked_at = [timing.started_at + each * MINUTE for each in range(minutes)]
    opened = [instant for instant in looked_at if is_open(timing.hours, instant)]
    stood = [instant for instant in opened if stands(timing, instant)]
    assert timing.hours.between(timing.started_at, now) == len(opened) * MINUTE
    assert (stopped_for(timing, now), ran_for(timing, now)) == (
        len(stood) * MINUTE,
        (len(opened) - len(stood)) * MINUTE,
    )


@settings(deadline=None, max_examples=30)
@given(timings(), st.integers(0, 30), st.integers(-600, 600))
def test_steps_stand_where_counting_minutes_arrives(timing: Timing, twentieths: int, offset: int) -> None:
    whole = timing.whole // MINUTE
    ladder = (
        Step("share", StepAction.REMIND, StepAnchor.SHARE, share=twentieths * 50),
        Step("start", StepAction.REMIND, StepAnchor.START, offset=abs(offset) * MINUTE),
        Step("due", StepAction.REMIND, StepAnchor.DUE, offset=offset * MINUTE),
    )
    places = {"share": whole * twentieths // 20, "start": abs(offset), "due": whole + offset}
    expected = {key: counted(timing, max(place, 0) * MINUTE) for key, place in places.items()}
    found = {due.step.key: due.due_at for due in steps_ahead(timing, ladder, frozenset())}
    assert found == {key: instant for key, instant in expected.items() if instant is not None}


OFFICE = Hours("Asia/Jakarta", (((480, 720), (780, 960)),) * 5 + ((), ()), frozenset({date(2026, 12, 25)}))


def jakarta(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("Asia/Jakarta"))  # type: ignore[misc,arg-type]


def test_what_is_full_at_closing_time_is_due_then_and_not_on_the_next_morning() -> None:
    thursday = jakarta(2026, 12, 24, 12, 30)
    assert due_at(Timing(thursday, 180 * MINUTE, hours=OFFICE)) == jakarta(2026, 12, 24, 16, 0)
    # Friday is Christmas, then comes the weekend.
    assert due_at(Timing(thursday, 181 * MINUTE, hours=OFFICE)) == jakarta(2026, 12, 28, 8, 1)


def test_a_stop_outside_of_the_hours_moves_nothing() -> None:
    start = jakarta(2026, 12, 21, 15, 0)
    night = Stop(jakarta(2026, 12, 21, 18, 0), jakarta(2026, 12, 22, 6, 0))
    assert due_at(Timing(start, 120 * MINUTE, stops=(night,), hours=OFFICE)) == jakarta(2026, 12, 22, 9, 0)
    assert stopped_for(
        Timing(start, 120 * MINUTE, stops=(night,), hours=OFFICE), start + 99 * 60 * MINUTE
    ) == (timedelta(0))


def test_the_hour_that_comes_twice_counts_twice_and_the_one_that_is_left_out_not_at_all() -> None:
    night = Hours("America/New_York", (((60, 180),),) * 7)
    back, forth = datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert night.between(back, back + timedelta(days=1)) == timedelta(hours=3)
    assert night.between(forth, forth + timedelta(days=1)) == timedelta(hours=1)


def test_a_year_has_its_leap_day() -> None:
    always = Hours("Asia/Jakarta", (((0, 1440),),) * 7)
    assert always.after(jakarta(2028, 2, 28), timedelta(days=2)) == jakarta(2028, 3, 1)
    assert always.between(jakarta(2024, 1, 1), jakarta(2025, 1, 1)) == timedelta(days=366)


@pytest.mark.parametrize("week", [((),) * 7, (((0, 60),),) * 6])
def test_a_week_that_never_opens_is_none(week: tuple[tuple[tuple[int, int], ...], ...]) -> None:
    with pytest.raises(ValueError, match="seven days"):
        Hours("UTC", week)
