from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from accounts.enums import Role
from notifications.domain.leasing import (
    _DUE,
    ATTEMPTS,
    FIRST_WAIT,
    HOLDS_UP_OTHERS,
    LEASE,
    NEVER_ENDED,
    give_back,
    lease,
    mark_failed,
    mark_sent,
    wait_after,
)
from notifications.enums import NoticeKind
from notifications.models import Notice, Outbox
from tests.factories.messages import make_message
from tests.factories.organisations import make_agency
from tests.factories.people import make_person

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("attempt", range(1, ATTEMPTS))
def test_each_wait_is_twice_the_one_before_give_or_take_a_quarter(attempt: int) -> None:
    planned = FIRST_WAIT * 2 ** (attempt - 1)
    waits = [wait_after(Outbox(pk=pk, attempts=attempt)) for pk in range(500)]
    assert [planned * 0.75 <= wait <= planned * 1.25 for wait in waits] == [True] * 500
    assert max(waits) - min(waits) > planned * 0.4


def test_a_row_waits_the_same_whoever_asks() -> None:
    assert wait_after(Outbox(pk=7, attempts=2)) == wait_after(Outbox(pk=7, attempts=2))


def test_ten_attempts_outlast_an_outage_of_three_hours() -> None:
    shortest = sum((FIRST_WAIT * 2**attempt * 0.75 for attempt in range(ATTEMPTS - 1)), timedelta(0))
    assert shortest > timedelta(hours=3)


@pytest.mark.django_db
def test_what_is_leased_is_taken_by_nobody_else_until_the_lease_ends() -> None:
    row = make_message(now=NOON)
    assert [parcel.rows for parcel in lease(now=NOON, limit=5)[0]] == [(row,)]
    assert lease(now=NOON + LEASE - timedelta.resolution, limit=5) == ([], 0)
    assert [parcel.rows for parcel in lease(now=NOON + LEASE, limit=5)[0]] == [(row,)]


@pytest.mark.django_db
def test_a_notice_stands_with_those_of_its_case_and_one_of_no_case_with_its_kind() -> None:
    person = make_person(make_agency(), Role.ANALYST)
    make_message(now=NOON, user=person)
    make_message(now=NOON, user=person, kind=NoticeKind.TOKEN_OFFERED, reference="")
    lease(now=NOON, limit=5)
    threads = Notice.objects.order_by("pk").values_list("thread", flat=True)
    assert list(threads) == ["case:TD-7K3QM-9F2XA", "kind:token_offered"]


@pytest.mark.django_db
def test_who_outlived_his_lease_does_not_end_the_next_ones() -> None:
    row = make_message(now=NOON)
    (old,) = lease(now=NOON, limit=5)[0]
    lease(now=NOON + LEASE, limit=5)
    mark_failed(old.rows, error="too late", now=NOON + LEASE)
    give_back(old.rows)
    row.refresh_from_db()
    assert (row.lease_until, row.attempts, row.last_error) == (NOON + 2 * LEASE, 2, "")


@pytest.mark.django_db
def test_a_message_that_kills_its_senders_takes_none_of_those_beside_it_along() -> None:
    deadly = make_message("deadly@platform.example", now=NOON)
    others = [make_message(f"desk{number}@platform.example", now=NOON) for number in range(12)]
    now = NOON
    for _minute in range(ATTEMPTS + 2):
        for _round in range(4):
            for parcel in lease(now=now, limit=50)[0]:
                if deadly in parcel.rows:
                    break
                mark_sent(parcel.rows, now=now)
        now += LEASE
    deadly.refresh_from_db()
    assert (deadly.attempts, deadly.last_error) == (ATTEMPTS, NEVER_ENDED)
    assert Outbox.objects.exclude(sent_at=None).count() == len(others)


@pytest.mark.django_db
def test_what_was_sent_is_sent_although_the_lease_was_over() -> None:
    row = make_message(now=NOON)
    (old,) = lease(now=NOON, limit=5)[0]
    lease(now=NOON + LEASE, limit=5)
    mark_sent(old.rows, now=NOON)
    row.refresh_from_db()
    assert (row.sent_at, row.lease_until) == (NOON, None)


@pytest.mark.django_db
def test_late_messages_that_another_sender_has_are_not_gathered(settings: Settings) -> None:
    settings.OUTBOX_DIGEST_ABOVE = 2
    rows = [make_message(now=NOON) for _ in range(4)]
    later = NOON + timedelta(hours=1)
    Outbox.objects.exclude(pk=rows[0].pk).update(lease_until=later + LEASE)
    assert [parcel.rows for parcel in lease(now=later, limit=5)[0]] == [(rows[0],)]


def looked_at(node: dict[str, Any]) -> float:
    """How many rows a plan has handled, those that it threw away too."""
    own = sum(
        node.get(kind, 0) for kind in ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Join Filter")
    )
    return float(own * node.get("Actual Loops", 1)) + sum(map(looked_at, node.get("Plans", [])))


@pytest.mark.django_db
@pytest.mark.parametrize("held", [0, 1, 300])
def test_what_is_looked_at_grows_with_what_waits_for_one_recipient_and_not_with_its_square(
    held: int,
) -> None:
    for number in range(600):
        make_message(now=NOON, key=f"waits-{number}")
    first = Outbox.objects.order_by("pk").values("pk")[:held]
    Outbox.objects.filter(pk__in=list(first.values_list("pk", flat=True))).update(
        attempts=HOLDS_UP_OTHERS, next_attempt_at=NOON + LEASE
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN (ANALYZE, FORMAT JSON) {_DUE}", {"now": NOON, "holds_up": HOLDS_UP_OTHERS, "limit": 50}
        )
        [[plan]] = cursor.fetchone()
    assert looked_at(plan["Plan"]) < 10 * 600
