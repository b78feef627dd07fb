from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.domain.telling import Recipient, Telling, gathering, release, tell
from notifications.enums import NoticeKind
from notifications.models import Outbox

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DUTY = Recipient(name="Duty desk", address="duty@platform.example", language="id", time_zone="Asia/Jakarta")


def told(key: str, **context: str) -> Telling:
    return Telling(
        key=key,
        kind=NoticeKind.REMINDER,
        recipient=DUTY,
        subject_kind="case",
        subject_id="TD-7K3QM-9F2XA",
        context=context,
    )


@pytest.mark.django_db
def test_a_message_waits_in_the_outbox_from_the_instant_of_the_deed() -> None:
    tell([told("one", reference="TD-7K3QM-9F2XA")], now=NOON)
    row = Outbox.objects.get()
    assert (row.key, row.kind, row.address, row.language, row.time_zone) == (
        "one",
        "reminder",
        "duty@platform.example",
        "id",
        "Asia/Jakarta",
    )
    assert (row.created_at, row.next_attempt_at, row.attempts, row.sent_at) == (NOON, NOON, 0, None)
    assert row.context == {"reference": "TD-7K3QM-9F2XA"}


@pytest.mark.django_db
def test_a_key_told_again_is_the_same_message() -> None:
    tell([told("one", reference="first")], now=NOON)
    tell([told("one", reference="second"), told("two", reference="x")], now=NOON + timedelta(hours=1))
    assert list(Outbox.objects.order_by("id").values_list("key", "context__reference")) == [
        ("one", "first"),
        ("two", "x"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 100])
def test_any_number_of_messages_is_one_insert(count: int) -> None:
    with CaptureQueriesContext(connection) as queries:
        tell([told(f"key-{number}") for number in range(count)], now=NOON)
    assert len(queries) == 1


@pytest.mark.django_db
def test_telling_nobody_writes_nothing() -> None:
    with CaptureQueriesContext(connection) as queries:
        tell([], now=NOON)
    assert len(queries) == 0


def test_a_recipient_who_cannot_be_reached_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="an account or an address"):
        Recipient(name="Nobody", address="", language="en", time_zone="UTC")


BATCH = UUID("00000000-0000-4000-8000-00000000000a")


@pytest.mark.django_db
def test_what_is_told_of_a_batch_waits_for_its_end_and_what_is_told_beside_it_does_not() -> None:
    until = NOON + timedelta(minutes=10)
    with gathering(BATCH, until=until):
        tell([told("of the batch")], now=NOON)
    tell([told("beside it")], now=NOON)
    rows = dict(Outbox.objects.values_list("key", "next_attempt_at"))
    assert rows == {"of the batch": until, "beside it": NOON}
    release(BATCH, now=NOON + timedelta(minutes=1))
    released = Outbox.objects.get(key="of the batch")
    assert (released.batch, released.next_attempt_at) == (BATCH, NOON + timedelta(minutes=1))


@pytest.mark.django_db
def test_a_message_happened_when_it_was_told_unless_it_says_otherwise() -> None:
    earlier = NOON - timedelta(hours=3)
    tell([told("now"), replace(told("late"), happened_at=earlier)], now=NOON)
    assert dict(Outbox.objects.values_list("key", "happened_at")) == {"now": NOON, "late": earlier}
