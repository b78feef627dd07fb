"""Beat's hints, as they come to lie in the broker."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import redis
import time_machine

from kernel.clock import database_now
from operations.domain.canaries import ASKED_AT_MOST, note_asked, stamp_canary, states
from operations.domain.heartbeats import ages
from operations.enums import Work
from takedown.beat import CANARIES, WAITING_AT_MOST, CanaryScheduler
from takedown.celery import app

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    path = os.environ["REDIS_URL"].removeprefix("redis+socket://")
    with redis.Redis(unix_socket_path=path) as client:
        yield client
        client.delete("canary.test1@host", "canary.test2@host", "canary.gone@host")


@pytest.fixture
def scheduler(tmp_path) -> Iterator[CanaryScheduler]:
    app.loader.import_default_modules()
    scheduler = CanaryScheduler(app, schedule_filename=str(tmp_path / "schedule"))
    yield scheduler
    scheduler.close()


def waiting(broker: redis.Redis) -> dict[str, int]:
    return {name: broker.llen(f"canary.{name}@host") for name in ("test1", "test2", "gone")}


def counted() -> dict[str, int]:
    return {state.worker: state.unanswered for state in states(now=database_now())}


def test_each_known_worker_is_asked_by_its_own_queue_and_each_hint_counted(
    broker: redis.Redis, scheduler: CanaryScheduler
) -> None:
    for name in ("test1", "test2", "gone"):
        stamp_canary(worker=f"{name}@host", now=database_now())
    for _ in range(ASKED_AT_MOST):
        note_asked(worker="gone@host")
    for _ in range(2):
        scheduler.apply_async(scheduler.schedule[CANARIES], producer=scheduler.producer, advance=False)
    assert waiting(broker) == {"test1": 2, "test2": 2, "gone": 0}
    assert counted() == {"test1@host": 2, "test2@host": 2, "gone@host": ASKED_AT_MOST}
    assert [runner.startswith("beat@") for runner in ages(Work.NUDGE, now=database_now())] == [True]


def test_a_hint_that_the_broker_did_not_take_is_not_held_against_the_worker(
    scheduler: CanaryScheduler,
) -> None:
    stamp_canary(worker="test1@host", now=database_now())
    with app.connection_for_write(NOBODY_LISTENS) as away, app.amqp.Producer(away, auto_declare=False) as out:
        scheduler.apply_entry(scheduler.schedule[CANARIES], producer=out)
    assert counted() == {"test1@host": 0}
    assert len(ages(Work.NUDGE, now=database_now())) == 1


def test_other_hints_of_the_schedule_go_as_celery_sends_them(
    broker: redis.Redis, scheduler: CanaryScheduler
) -> None:
    before = broker.llen("notify")
    scheduler.apply_async(scheduler.schedule["deliver"], producer=scheduler.producer, advance=False)
    assert broker.llen("notify") == before + 1
    assert states(now=database_now()) == []


def test_where_nobody_takes_hints_they_do_not_heap_up(
    broker: redis.Redis, scheduler: CanaryScheduler
) -> None:
    entry = scheduler.schedule["sheets"]
    broker.delete("jobs")
    for _hint in range(WAITING_AT_MOST + 5):
        scheduler.apply_async(entry, producer=scheduler.producer, advance=False)
    assert broker.llen("jobs") == WAITING_AT_MOST
    broker.lpop("jobs")
    scheduler.apply_async(entry, producer=scheduler.producer, advance=False)
    assert broker.llen("jobs") == WAITING_AT_MOST
    broker.delete("jobs")


def test_a_hint_says_nothing_of_when_it_was_sent(broker: redis.Redis, scheduler: CanaryScheduler) -> None:
    broker.delete("jobs")
    scheduler.apply_async(scheduler.schedule["sheets"], producer=scheduler.producer, advance=False)
    headers = json.loads(broker.lpop("jobs"))["headers"]
    assert (headers["expires"], headers["eta"]) == (None, None)


def test_a_beat_starts_its_intervals_anew_whatever_hour_the_host_kept_before(tmp_path) -> None:
    kept = str(tmp_path / "schedule")
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=2)):
        before = CanaryScheduler(app, schedule_filename=kept)
        before.reserve(before.schedule["sweep"])
        before.close()
    after = CanaryScheduler(app, schedule_filename=kept)
    assert after.schedule["sweep"].last_run_at <= datetime.now(UTC)
    after.close()
