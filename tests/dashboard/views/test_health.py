"""Health checks answer before host, TLS, session and reader are looked at."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from prometheus_client.parser import text_string_to_metric_families

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from cases.models import Clock, Parked
from kernel.clock import database_now
from operations.domain.canaries import UNANSWERED, note_asked, stamp_canary
from operations.domain.heartbeats import stamp
from operations.enums import Work
from sla.enums import ClockKind, StepAction
from tests.factories.desk import make_desk
from tests.factories.messages import make_message
from tests.factories.organisations import make_agency
from tests.factories.people import make_person
from tests.factories.standing import standing_case, standing_clock, standing_step

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
TOKEN = "for-this-test-only"
CHECKS = ["/livez", "/readyz", "/statusz"]
NUMBERS = "/metrics"


def swept(before: timedelta) -> None:
    stamp(runner="loop@host:7", work=Work.SWEEP, count=0, now=database_now() - before)
    sent(before)


def sent(before: timedelta) -> None:
    stamp(runner="loop@host:7", work=Work.OUTBOX, count=0, now=database_now() - before)


def status(client: Client, token: str = "") -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    response = client.get("/statusz", headers=headers)
    return response.status_code, json.loads(response.content)


def test_livez_says_ok_and_asks_the_database_nothing_even_for_a_reader(
    client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(make_person(make_agency(), Role.ANALYST))
    with django_assert_num_queries(0):
        response = client.get("/livez")
    assert (response.status_code, response.content) == (200, b"ok")
    assert dict(response.cookies) == {}


def test_readyz_says_ok_for_a_database_with_every_migration(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_readyz_names_a_missing_migration_as_what_is_in_the_way(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("operations", "0001_initial")
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations")


@pytest.mark.parametrize("path", CHECKS)
@override_settings(ALLOWED_HOSTS=["desk.example"], SECURE_SSL_REDIRECT=True)
def test_a_check_from_inside_is_answered_in_plain_http_under_any_name(path: str, client: Client) -> None:
    swept(SECOND)
    assert client.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/accounts/login/", headers={"Host": "10.0.0.7:8000"}).status_code == 400
    assert client.get("/accounts/login/", headers={"Host": "desk.example"}).status_code == 301


@pytest.mark.parametrize("path", CHECKS)
def test_the_answer_of_a_check_is_kept_by_no_cache(path: str, client: Client) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize(
    ("age", "answer"), [(29, (200, {"status": "ok"})), (31, (503, {"status": "engine"}))]
)
def test_statusz_is_ill_when_the_last_sweep_is_half_a_minute_old(
    age: int, answer: tuple[int, dict[str, str]], client: Client
) -> None:
    swept(age * SECOND)
    assert status(client) == answer


def test_statusz_is_ill_when_nobody_sends_for_half_a_minute(client: Client) -> None:
    stamp(runner="loop@host:7", work=Work.SWEEP, count=0, now=database_now())
    assert status(client) == (503, {"status": "outbox"})
    sent(31 * SECOND)
    assert status(client) == (503, {"status": "outbox"})
    stamp(runner="worker@host", work=Work.OUTBOX, count=0, now=database_now())
    assert status(client) == (200, {"status": "ok"})


def test_statusz_is_ill_where_nobody_ever_swept(client: Client) -> None:
    assert status(client) == (503, {"status": "engine"})


@pytest.mark.parametrize(("setting", "given"), [(TOKEN, ""), (TOKEN, "another"), ("", ""), ("", " ")])
def test_without_the_token_nothing_but_the_word_is_told(setting: str, given: str, client: Client) -> None:
    swept(SECOND)
    with override_settings(STATUS_TOKEN=setting):
        assert status(client, given) == (200, {"status": "ok"})


def standing_desk() -> None:
    """Steps noticed 0 to 100 minutes late, one an hour ago; a parked case; mail that waits, that is dead."""
    now = database_now()
    desk = make_desk()
    with acting_as(COMMAND):
        case = standing_case(desk.agency, desk.platform, desk.version, desk.category, sent_at=now)
        clock = standing_clock(case, ClockKind.EFFECT, due_at=now)
        for late in range(101):
            at = now - 60 * SECOND
            standing_step(clock, StepAction.REMIND, due_at=at - late * 60 * SECOND, noticed_at=at)
        hour_ago = now - timedelta(hours=1)
        standing_step(clock, StepAction.REMIND, due_at=now - timedelta(days=1), noticed_at=hour_ago)
        Parked.objects.create(case=case, error="It raised.", since=now, retry_at=now)
    make_message(now=now - timedelta(hours=2))
    dead = make_message(now=now - timedelta(hours=3))
    type(dead).objects.filter(pk=dead.pk).update(dead_at=now)


@override_settings(STATUS_TOKEN=TOKEN)
def test_the_token_reads_ages_lateness_and_what_waits(client: Client) -> None:
    standing_desk()
    swept(2 * SECOND)
    stamp_canary(worker="desk1@host", now=database_now() - 3 * SECOND)
    stamp_canary(worker="desk2@host", now=database_now() - 90 * SECOND)
    for _ in range(UNANSWERED):
        note_asked(worker="desk2@host")
    code, told = status(client, TOKEN)
    assert (code, told["status"], told["parked_cases"]) == (200, "ok", 1)
    assert told["lateness"] == {"steps": 101, "p50": 3000.0, "p99": 5940.0}
    assert list(told["sweep"]["runners"]) == ["loop@host:7"]
    ages = {  # each with the least it can be
        "sweep": (told["sweep"]["age"], 2),
        "runner": (told["sweep"]["runners"]["loop@host:7"], 2),
        "desk1": (told["canaries"]["desk1@host"].pop("age"), 3),
        "desk2": (told["canaries"]["desk2@host"].pop("age"), 90),
        "unsent": (told["outbox"]["oldest_unsent"], 7200),
    }
    assert [name for name, (age, least) in ages.items() if not least <= age < least + 60] == []
    assert told["canaries"] == {
        "desk1@host": {"unanswered": 0, "silent": False},
        "desk2@host": {"unanswered": UNANSWERED, "silent": True},
    }
    assert told["outbox"]["dead_letters"] == 1
    assert abs(told["clock_skew"]) < 5
    assert set(told) == {
        *("status", "sweep", "outbox", "beat", "canaries", "parked_cases", "behind", "lateness"),
        "clock_skew",
    }


@override_settings(STATUS_TOKEN=TOKEN)
def test_the_numbers_of_a_desk_that_did_nothing_are_empty(client: Client) -> None:
    _, told = status(client, TOKEN)
    assert told["sweep"] == {"age": None, "runners": {}}
    assert told["outbox"] == {"age": None, "oldest_unsent": None, "dead_letters": 0, "runners": {}}
    assert told["behind"] == 0
    assert told["lateness"] == {"steps": 0, "p50": None, "p99": None}


# For Prometheus.


def numbers(client: Client) -> dict[tuple[str, str], float]:
    """Every sample by its name and its labels."""
    response = client.get(NUMBERS, headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    families = text_string_to_metric_families(response.content.decode())
    return {
        (sample.name, " ".join(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


@override_settings(STATUS_TOKEN=TOKEN)
def test_prometheus_reads_the_numbers_with_the_token_alone(client: Client) -> None:
    standing_desk()
    swept(2 * SECOND)
    stamp_canary(worker="desk1@host", now=database_now())
    told = numbers(client)
    assert {
        name: told["takedown_" + name, labels]
        for name, labels in (
            ("silent", "sweep"),
            ("silent", "outbox"),
            ("parked_cases", ""),
            ("dead_letters", ""),
            ("steps_last_hour", ""),
            ("worker_unanswered", "desk1@host"),
        )
    } == {
        "silent": 0.0,
        "parked_cases": 1.0,
        "dead_letters": 1.0,
        "steps_last_hour": 101.0,
        "worker_unanswered": 0.0,
    }
    assert 2 <= told["takedown_last_success_age_seconds", "sweep"] < 60
    assert 2 <= told["takedown_runner_age_seconds", "loop@host:7 outbox"] < 60
    assert told["takedown_lateness_seconds", "0.99"] == 5940.0


@override_settings(STATUS_TOKEN=TOKEN)
def test_an_engine_that_never_was_is_silent_in_numbers_too(client: Client) -> None:
    told = numbers(client)
    assert (told["takedown_silent", "sweep"], told["takedown_last_success_age_seconds", "sweep"]) == (
        1.0,
        float("inf"),
    )


@override_settings(STATUS_TOKEN=TOKEN)
def test_a_step_that_is_due_and_not_fired_is_told_by_its_age(client: Client) -> None:
    now = database_now()
    desk = make_desk()
    with acting_as(COMMAND):
        case = standing_case(desk.agency, desk.platform, desk.version, desk.category, sent_at=now)
        clock = standing_clock(case, ClockKind.EFFECT, due_at=now)
        Clock.objects.filter(pk=clock.pk).update(next_step_at=now - timedelta(minutes=5))
    assert 300 <= numbers(client)["takedown_behind_seconds", ""] < 360
    with acting_as(COMMAND):
        Parked.objects.create(case=case, error="It raised.", since=now, retry_at=now + timedelta(hours=1))
    assert numbers(client)["takedown_behind_seconds", ""] == 0


@pytest.mark.parametrize("given", ["", "another"])
@override_settings(STATUS_TOKEN=TOKEN)
def test_without_the_token_there_are_no_numbers(given: str, client: Client) -> None:
    response = client.get(NUMBERS, headers={"Authorization": f"Bearer {given}"})
    assert (response.status_code, response["WWW-Authenticate"], response.content) == (
        401,
        "Bearer",
        b"token\n",
    )
