"""Celery exactly as it held through the faults; each value is there for a failure it prevents."""

from typing import Any

import pytest

from operations.tasks import stamp_canary
from takedown.beat import CANARIES
from takedown.celery import app

HELD: dict[str, Any] = {
    "task_acks_late": False,  # late: the worker exits on a lost connection (5.7.0)
    "task_ignore_result": True,
    "result_backend": None,
    "accept_content": ["json"],
    "task_serializer": "json",
    "worker_prefetch_multiplier": 1,
    "worker_eta_task_limit": 100,
    "broker_connection_max_retries": None,  # a number: the worker gives up and exits
    "broker_connection_retry_on_startup": True,
    "task_soft_time_limit": 20,
    "task_time_limit": 30,
    "timezone": "UTC",
    "enable_utc": True,
    "broker_transport_options": {
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "retry_on_timeout": True,
        "health_check_interval": 5,
        "visibility_timeout": 300,
    },
}


@pytest.mark.parametrize("name", HELD)
def test_a_setting_of_celery_stands_as_it_held(name: str) -> None:
    assert getattr(app.conf, name) == HELD[name]


def test_no_task_overrides_how_it_is_acknowledged_or_limited() -> None:
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if not name.startswith("celery.")]
    assert ours != []
    for task in ours:
        held = (task.acks_late, task.ignore_result, task.time_limit, task.soft_time_limit, task.max_retries)
        assert held == (False, True, 30, 20, 3), task.name


def test_beat_nudges_by_plain_intervals_and_no_hint_depends_on_a_hosts_clock() -> None:
    schedule = app.conf.beat_schedule
    assert {entry["task"] for entry in schedule.values()} == {
        "cases.sweep_deadlines",
        "cases.work_sheets",
        "cases.work_moves",
        "cases.work_checks",
        "notifications.deliver_outbox",
        "operations.stamp_canary",
    }
    for entry in schedule.values():
        assert (type(entry["schedule"]), entry.get("options")) == (float, None)


def test_beat_sends_the_canaries_by_its_own_scheduler() -> None:
    assert app.conf.beat_scheduler == "takedown.beat.CanaryScheduler"
    assert app.conf.beat_schedule[CANARIES]["task"] == stamp_canary.name


def test_every_task_that_beat_nudges_exists() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} - set(app.tasks) == set()
