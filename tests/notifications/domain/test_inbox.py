from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.acting import ENGINE
from accounts.enums import Role
from accounts.models import User
from notifications.domain.inbox import (
    COUNTED,
    mark_all_read,
    mark_read,
    notices_of,
    unread_count,
    unread_threads,
)
from notifications.enums import NoticeKind
from notifications.models import Notice
from tests.factories.organisations import make_agency
from tests.factories.people import actor_for, make_person
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person() -> User:
    return make_person(make_agency(), Role.ANALYST)


def write_notices(user: User, count: int) -> list[Notice]:
    return [
        Notice.objects.create(
            key=f"{user.pk}-{number}",
            user=user,
            kind=NoticeKind.MESSAGE,
            thread="case:TD-7K3QM-9F2XA",
            context={"reference": "TD-7K3QM-9F2XA"},
            created_at=NOON + number * MINUTE,
        )
        for number in range(count)
    ]


def test_a_person_finds_his_own_notices_the_newest_first(person: User) -> None:
    first, second = write_notices(person, 2)
    write_notices(make_person(make_agency(), Role.ANALYST), 1)
    assert list(notices_of(actor_for(person))) == [second, first]


def test_who_has_no_account_has_no_notices(person: User) -> None:
    write_notices(person, 1)
    assert (list(notices_of(ENGINE)), unread_count(ENGINE)) == ([], 0)


def test_reading_marks_these_notices_and_no_others(person: User) -> None:
    first, second, third = write_notices(person, 3)
    actor = actor_for(person)
    assert unread_count(actor) == 3
    assert mark_read(actor=actor, notices=[first.public_id, third.public_id], now=NOON + MINUTE) == 2
    assert unread_count(actor) == 1
    assert list(Notice.objects.order_by("pk").values_list("read_at", flat=True)) == [
        NOON + MINUTE,
        None,
        NOON + MINUTE,
    ]
    assert verbs_of("user", person.public_id) == ["read_notices"]
    assert changes_of("user", person.public_id) == {"notices": [str(first.public_id), str(third.public_id)]}


def test_what_was_read_before_keeps_its_instant_and_is_not_recorded_twice(person: User) -> None:
    (notice,) = write_notices(person, 1)
    actor = actor_for(person)
    mark_read(actor=actor, notices=[notice.public_id], now=NOON)
    assert mark_read(actor=actor, notices=[notice.public_id], now=NOON + MINUTE) == 0
    notice.refresh_from_db()
    assert notice.read_at == NOON
    assert verbs_of("user", person.public_id) == ["read_notices"]


def test_nobody_reads_for_another(person: User) -> None:
    (notice,) = write_notices(person, 1)
    stranger = actor_for(make_person(make_agency(), Role.ANALYST))
    assert mark_read(actor=stranger, notices=[notice.public_id], now=NOON) == 0
    assert mark_all_read(actor=stranger, now=NOON) == 0
    assert unread_count(actor_for(person)) == 1


def test_all_are_read_up_to_the_instant_at_which_the_page_was_seen(person: User) -> None:
    write_notices(person, 3)
    actor = actor_for(person)
    assert mark_all_read(actor=actor, now=NOON + MINUTE) == 2
    assert unread_count(actor) == 1


def test_the_unread_are_counted_no_further_than_anybody_reads(person: User) -> None:
    write_notices(person, COUNTED + 5)
    assert unread_count(actor_for(person)) == COUNTED


def test_what_is_of_no_case_stands_together_by_its_kind(person: User) -> None:
    write_notices(person, 2)
    kind = {"kind": NoticeKind.TOKEN_OFFERED, "thread": "kind:token_offered"}
    for number in range(3):
        Notice.objects.create(key=f"token-{number}", user=person, created_at=NOON, **kind)
    threads = unread_threads(actor_for(person), limit=10)
    assert [(each.newest.thread, each.number, each.about_a_kind) for each in threads] == [
        ("kind:token_offered", 3, True),
        ("case:TD-7K3QM-9F2XA", 2, False),
    ]


def test_a_notice_of_somebody_else_bounds_nothing_for_the_reader(person: User) -> None:
    write_notices(person, 2)
    (theirs,) = write_notices(make_person(make_agency(), Role.ANALYST), 1)
    actor = actor_for(person)
    assert unread_threads(actor, limit=10, before=theirs.public_id) == []
    assert mark_all_read(actor=actor, now=NOON + 5 * MINUTE, newest=theirs.public_id) == 0
