"""Bars of the board: every row of the figure in exactly one, days by the reader's midnight."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from accounts.models import Organisation
from cases.domain import figures_bars
from cases.domain.figures import figure
from cases.domain.figures_bars import Bar
from cases.domain.figures_rows import Asked
from cases.enums import FigureCode, Span
from cases.models import Clock
from sla.enums import ClockKind, StepAction
from tests.factories.law import make_category, make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform
from tests.factories.standing import standing_case, standing_clock, standing_step

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor() -> Actor:
    return make_actor(make_agency(), Role.SUPERVISOR)


def clock_of(supervisor: Actor, at: datetime) -> Clock:
    agency = Organisation.objects.get(pk=supervisor.organisation_id)
    platform = make_platform(make_operator())
    case = standing_case(agency, platform, make_policy(is_default=False), make_category(), sent_at=at)
    return standing_clock(case, ClockKind.EFFECT, due_at=at)


def counted(asked: Asked, code: FigureCode, bars: list[Bar]) -> list[int]:
    """How many rows each bar opens."""
    narrowed = (Asked(asked.actor, asked.now, asked.span, bar=bar.key, zone=asked.zone) for bar in bars)
    return [figure(code, each).count for each in narrowed]


@pytest.mark.parametrize(
    ("zone", "today", "days"),
    [
        ("Asia/Jakarta", "2026-05-20", {"2026-05-18": 7, "2026-05-19": 24, "2026-05-20": 11}),
        # 25 hours: the clocks go back at three.
        ("Europe/Berlin", "2026-10-26", {"2026-10-24": 12, "2026-10-25": 25, "2026-10-26": 5}),
        # 23 hours that begin at one: the clocks skip midnight.
        ("Africa/Cairo", "2026-04-25", {"2026-04-23": 12, "2026-04-24": 23, "2026-04-25": 7}),
    ],
)
def test_a_day_is_as_long_as_the_reader_s_clocks_make_it(
    supervisor: Actor, zone: str, today: str, days: dict[str, int]
) -> None:
    now = datetime.fromisoformat(f"{today}T03:00Z")
    asked = Asked(supervisor, now, Span.WEEK, zone=ZoneInfo(zone))
    with acting_as(supervisor):
        clock = clock_of(supervisor, now)
        for hours in range(42):
            standing_step(clock, StepAction.BREACH, due_at=now - hours * HOUR)
        bars = figures_bars.breaches(asked)
        assert {bar.key: bar.count for bar in bars if bar.count} == days
        assert [bar.count for bar in bars] == counted(asked, FigureCode.BREACHES, bars)
    assert len(bars) == 8


def test_breaches_are_nothing_for_all_time_without_one(supervisor: Actor) -> None:
    now = datetime(2026, 5, 20, 12, tzinfo=UTC)
    with acting_as(supervisor):
        assert figures_bars.breaches(Asked(supervisor, now, Span.ALL)) == []


def test_more_than_two_months_are_told_by_the_month(supervisor: Actor) -> None:
    now = datetime(2026, 5, 20, 12, tzinfo=UTC)
    asked = Asked(supervisor, now, Span.ALL)
    with acting_as(supervisor):
        clock = clock_of(supervisor, now)
        for at in (datetime(2026, 1, 31, 23, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC), now):
            standing_step(clock, StepAction.BREACH, due_at=at)
        bars = figures_bars.breaches(asked)
        assert bars == [
            Bar("2026-01", 1),
            Bar("2026-02", 1),
            Bar("2026-03", 0),
            Bar("2026-04", 0),
            Bar("2026-05", 1),
        ]
        assert [bar.count for bar in bars] == counted(asked, FigureCode.BREACHES, bars)


def test_every_step_is_in_one_band_of_lateness(supervisor: Actor) -> None:
    now = datetime(2026, 5, 20, 12, tzinfo=UTC)
    asked = Asked(supervisor, now)
    with acting_as(supervisor):
        clock = clock_of(supervisor, now)
        for number, seconds in enumerate((0, 0.999, 1, 4.9, 29, 30, 299, 3599, 3600, 7200)):
            due_at = now - (3 + number / 10) * HOUR
            standing_step(
                clock, StepAction.REMIND, due_at=due_at, noticed_at=due_at + timedelta(seconds=seconds)
            )
        bars = figures_bars.lateness(asked)
        assert [(bar.key, bar.count) for bar in bars] == [
            ("1s", 2),
            ("2s", 1),
            ("5s", 1),
            ("10s", 0),
            ("30s", 1),
            ("1m", 1),
            ("5m", 1),
            ("1h", 1),
            ("more", 2),
        ]
        assert [bar.count for bar in bars] == counted(asked, FigureCode.LATENESS, bars)


def test_every_open_deadline_is_in_one_bar_of_time_left(supervisor: Actor) -> None:
    now = datetime(2026, 5, 20, 12, tzinfo=UTC)
    asked = Asked(supervisor, now)
    with acting_as(supervisor):
        for hours in (-1, 0, 0.5, 1, 11.9, 12, 23.9, 24):
            clock_of(supervisor, now + hours * HOUR)
        bars = figures_bars.time_left(asked)
        assert {bar.key: bar.count for bar in bars if bar.count} == {
            "overdue": 1,
            "0": 2,
            "1": 1,
            "11": 1,
            "half": 2,
            "later": 1,
        }
        assert [bar.count for bar in bars] == counted(asked, FigureCode.OPEN, bars)
