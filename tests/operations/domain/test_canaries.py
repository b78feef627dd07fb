from datetime import UTC, datetime, timedelta

import pytest

from operations.domain.canaries import (
    ASKED_AT_MOST,
    UNANSWERED,
    WorkerState,
    note_asked,
    queue_of,
    stamp_canary,
    state_of,
    states,
    workers_to_ask,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def asked(worker: str, times: int) -> None:
    for _ in range(times):
        note_asked(worker=worker)


def is_silent(worker: str, now: datetime) -> bool:
    state = state_of(worker, now=now)
    assert state is not None
    return state.is_silent(older_than=MINUTE)


def test_a_worker_stands_as_old_as_the_last_hint_it_took() -> None:
    stamp_canary(worker="two", now=NOON - MINUTE)
    stamp_canary(worker="one", now=NOON - MINUTE)
    asked("one", 3)
    stamp_canary(worker="one", now=NOON)
    asked("one", 1)
    assert states(now=NOON + MINUTE) == [
        WorkerState("one", MINUTE, 1),
        WorkerState("two", 2 * MINUTE, 0),
    ]


def test_a_worker_that_was_never_here_has_no_state() -> None:
    note_asked(worker="one")
    assert state_of("one", now=NOON) is None


def test_a_worker_that_leaves_its_hints_lying_is_silent() -> None:
    stamp_canary(worker="one", now=NOON)
    asked("one", UNANSWERED)
    assert not is_silent("one", NOON + MINUTE)
    assert is_silent("one", NOON + MINUTE + timedelta.resolution)


def test_a_worker_that_nobody_asked_is_not_silent_however_old_its_canary() -> None:
    stamp_canary(worker="one", now=NOON)
    asked("one", UNANSWERED - 1)
    assert not is_silent("one", NOON + DAY)


def test_a_worker_that_took_one_of_many_hints_is_not_silent() -> None:
    stamp_canary(worker="one", now=NOON)
    asked("one", UNANSWERED)
    stamp_canary(worker="one", now=NOON + MINUTE)
    assert not is_silent("one", NOON + 2 * DAY)


def test_a_worker_that_is_gone_is_asked_no_more_until_it_is_back() -> None:
    stamp_canary(worker="one", now=NOON)
    stamp_canary(worker="two", now=NOON)
    asked("one", ASKED_AT_MOST)
    asked("two", ASKED_AT_MOST - 1)
    assert workers_to_ask(now=NOON + MINUTE) == ["two"]
    stamp_canary(worker="one", now=NOON + MINUTE)
    assert workers_to_ask(now=NOON + MINUTE) == ["one", "two"]


def test_a_worker_that_was_not_here_for_a_day_is_forgotten() -> None:
    stamp_canary(worker="one", now=NOON)
    stamp_canary(worker="two", now=NOON + timedelta.resolution)
    assert workers_to_ask(now=NOON + DAY + timedelta.resolution) == ["two"]
    assert [state.worker for state in states(now=NOON + DAY)] == ["two"]


def test_each_worker_has_a_queue_of_its_own() -> None:
    assert queue_of("desk1@host") == "canary.desk1@host"
