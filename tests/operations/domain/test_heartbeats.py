from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from operations.domain.heartbeats import ages, engine_at, latest, stamp
from operations.enums import Work
from operations.models import Heartbeat

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def rows() -> list[tuple[str, str, datetime, int]]:
    return list(
        Heartbeat.objects.order_by("runner").values_list("runner", "work", "last_success", "last_count")
    )


def test_a_runner_has_one_row_that_says_when_it_was_here_last() -> None:
    stamp(runner="loop", work=Work.SWEEP, count=3, now=NOON)
    stamp(runner="loop", work=Work.SWEEP, count=0, now=NOON + SECOND)
    assert rows() == [("sweep loop", "sweep", NOON + SECOND, 0)]


def test_within_a_second_nothing_is_written() -> None:
    stamp(runner="loop", work=Work.SWEEP, count=3, now=NOON)
    stamp(runner="loop", work=Work.SWEEP, count=9, now=NOON + SECOND - timedelta.resolution)
    assert rows() == [("sweep loop", "sweep", NOON, 3)]


def test_a_runner_that_does_two_works_has_a_row_for_each() -> None:
    stamp(runner="loop", work=Work.SWEEP, count=1, now=NOON)
    stamp(runner="loop", work=Work.OUTBOX, count=2, now=NOON)
    assert rows() == [("outbox loop", "outbox", NOON, 2), ("sweep loop", "sweep", NOON, 1)]


def test_an_older_round_that_ends_later_does_not_set_the_heartbeat_back() -> None:
    stamp(runner="loop", work=Work.SWEEP, count=1, now=NOON)
    stamp(runner="loop", work=Work.SWEEP, count=2, now=NOON - SECOND)
    assert rows() == [("sweep loop", "sweep", NOON, 1)]


def test_the_newest_of_any_runner_counts() -> None:
    assert latest(Work.SWEEP) is None
    stamp(runner="one", work=Work.SWEEP, count=1, now=NOON)
    stamp(runner="two", work=Work.SWEEP, count=1, now=NOON - SECOND)
    stamp(runner="three", work=Work.OUTBOX, count=1, now=NOON + SECOND)
    found = latest(Work.SWEEP)
    assert found is not None
    assert found.runner == "sweep one"


def test_work_that_rolls_back_leaves_no_heartbeat() -> None:
    with transaction.atomic():
        stamp(runner="loop", work=Work.SWEEP, count=1, now=NOON)
        transaction.set_rollback(True)
    assert rows() == []


def test_a_long_name_of_a_runner_is_cut() -> None:
    stamp(runner="x" * 200, work=Work.SWEEP, count=1, now=NOON)
    assert rows()[0][0] == ("sweep " + "x" * 200)[:100]


def test_an_engine_that_was_never_seen_is_stale() -> None:
    engine = engine_at(NOON)
    assert (engine.age, engine.stale) == (None, True)


@pytest.mark.parametrize(("age", "stale"), [(3, False), (30, False), (31, True), (-2, False)])
def test_the_engine_is_stale_after_half_a_minute(age: int, stale: bool) -> None:
    stamp(runner="loop", work=Work.SWEEP, count=0, now=NOON - age * SECOND)
    engine = engine_at(NOON)
    assert (engine.age, engine.stale) == (max(age, 0) * SECOND, stale)


def test_delivering_mail_does_not_make_the_engine_alive() -> None:
    stamp(runner="mail", work=Work.OUTBOX, count=0, now=NOON)
    assert engine_at(NOON).stale


def test_runners_of_the_last_hour_are_told_with_their_age_the_latest_first() -> None:
    stamp(runner="gone", work=Work.SWEEP, count=0, now=NOON - timedelta(hours=1))
    stamp(runner="slow", work=Work.SWEEP, count=0, now=NOON - 9 * SECOND)
    stamp(runner="loop", work=Work.SWEEP, count=0, now=NOON - SECOND)
    stamp(runner="mail", work=Work.OUTBOX, count=0, now=NOON)
    assert list(ages(Work.SWEEP, now=NOON).items()) == [("loop", SECOND), ("slow", 9 * SECOND)]
